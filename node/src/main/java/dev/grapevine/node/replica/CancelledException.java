package dev.grapevine.node.replica;

/**
 * A computation was cancelled because its result is no longer needed. It stopped in the middle and returned nothing.
 */
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CancelledException() {
        super("The result is no longer needed");
    }
}
