package dev.grapevine.gossip.wire;

/**
 * There is no memory to read a frame. It is thrown before anything in the message has had an effect, so the caller can
 * drop the frame and go on.
 */
public final class FrameMemoryError extends OutOfMemoryError {

    private static final long serialVersionUID = 1;

    FrameMemoryError(int frameBytes) {
        super("no memory to read a frame of " + frameBytes + " bytes");
    }
}
