package dev.grapevine.consensus.delta;

/** What came of reading a peer's values. */
public enum Reading {
    /** The difference was found. */
    DECODED,
    /** The two replicas are farther apart than the bits can tell: the sender may try again with more. */
    OUT_OF_REACH,
    /** No honest peer sends this. */
    MALFORMED
}
