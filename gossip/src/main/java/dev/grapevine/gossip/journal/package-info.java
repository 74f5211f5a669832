/**
 * Journals: every event of a node as bytes, with a hash of each step, so that another process can do all steps again.
 * Nothing here opens a file: segments are written to and read from streams of the driver. Start reading at
 * {@link SegmentWriter}.
 */
package dev.grapevine.gossip.journal;
