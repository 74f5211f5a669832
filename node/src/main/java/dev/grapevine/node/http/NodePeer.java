package dev.grapevine.node.http;

/**
 * One entry of the answer to {@code GET /peers}; the components are its keys.
 *
 * @param peer the peer's identity
 * @param name for people: its name, or the beginning of its identity
 */
public record NodePeer(String peer, String name) {}
