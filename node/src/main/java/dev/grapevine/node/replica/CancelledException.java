package dev.grapevine.node.replica;

/** Nobody waits any more for what was being done: it ended in the middle, and nothing came of it. */
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CancelledException() {
        super("Nobody waits for it any more");
    }
}
