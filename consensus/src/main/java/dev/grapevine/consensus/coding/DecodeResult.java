package dev.grapevine.consensus.coding;

/** The result of decoding a peer's values. */
public enum DecodeResult {
    /** The difference was found. */
    DECODED,
    /** The two replicas are farther apart than the bits can tell: the sender may try again with more. */
    OUT_OF_REACH,
    /** No honest peer sends this. */
    MALFORMED
}
