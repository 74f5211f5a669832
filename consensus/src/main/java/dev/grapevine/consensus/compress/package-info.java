/**
 * Lossy operators C(·) on vectors, one file for each paper, and the selection and quantization that codecs of the same
 * name share. They never see a replica or a peer; {@code link} applies them to what changed. Start reading at {@link
 * Compressor}.
 */
package dev.grapevine.consensus.compress;
