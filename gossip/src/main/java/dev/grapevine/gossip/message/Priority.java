package dev.grapevine.gossip.message;

/** The order in which a node with a bandwidth limit sends messages. */
public enum Priority {

    /** Messages that go first: they are short, and others wait for them. */
    CONTROL,
    /** Requests, which go first, too; but a node alternates between requesting blocks and answering requests. */
    REQUEST,
    /** Replies, which go after the others: they are long, and requested again if they take too long. */
    REPLY,
    /** Messages that go last, too, and are not counted in the time that answers take. */
    BULK
}
