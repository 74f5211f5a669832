/**
 * Frames: messages as bytes, with bounds on every length and number. It never allocates by a length that it has not
 * checked, and never handles a message. Start reading at {@link FrameCodec}.
 */
package dev.grapevine.gossip.wire;
