package dev.grapevine.gossip.message;

/** When a message is sent by a node that may only send so much. */
public enum Priority {

    /** First: short, and others wait for it. */
    CONTROL,
    /** As early; but a node takes turns between requesting blocks and answering requests. */
    REQUEST,
    /** After all else: long, and asked for again if it takes too long. */
    REPLY,
    /** As late, and without a say in how long answers take. */
    BULK
}
