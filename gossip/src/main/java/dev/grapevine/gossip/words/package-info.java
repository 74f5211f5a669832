/**
 * Events and effects in plain words, for traces and transcripts. Nothing here is read back. Start reading at
 * {@link Words}.
 */
package dev.grapevine.gossip.words;
