package dev.grapevine.node.transport;

/** A side of a connection. */
enum Role {
    /** It made the connection. */
    DIALLER,
    /** It took the connection. */
    LISTENER;

    Role other() {
        return this == DIALLER ? LISTENER : DIALLER;
    }
}
