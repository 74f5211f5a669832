package dev.grapevine.gossip.wire;

/** A frame that no honest peer of this protocol version sends. */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String what) {
        super(what);
    }
}
