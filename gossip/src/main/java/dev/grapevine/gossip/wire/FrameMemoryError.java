package dev.grapevine.gossip.wire;

/**
 * There is no memory to read a frame. It is thrown before anything of the message has had an effect, so that whoever
 * brought the frame can drop it and go on.
 */
public final class FrameMemoryError extends OutOfMemoryError {

    private static final long serialVersionUID = 1;

    FrameMemoryError(int frameBytes) {
        super("no memory to read a frame of " + frameBytes + " bytes");
    }
}
