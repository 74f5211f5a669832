/**
 * Journals: every event of a node as bytes, with a hash of each step, so that another process can repeat all steps.
 * Opens no files: the driver provides the streams of segments. Start reading at {@link SegmentWriter}.
 */
package dev.grapevine.gossip.journal;
