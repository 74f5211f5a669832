package dev.grapevine.gossip.message;

/** The order in which a node with a bandwidth limit sends messages. */
public enum Priority {

    /** First: short, and others wait for it. */
    CONTROL,
    /** First, too; but a node alternates between requesting blocks and answering requests. */
    REQUEST,
    /** After the others: long, and requested again if it takes too long. */
    REPLY,
    /** Last, too, and not counted in the time that answers take. */
    BULK
}
