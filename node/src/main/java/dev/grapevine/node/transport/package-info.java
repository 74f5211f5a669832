/**
 * Frames between peers over TCP. Never waits for a slow peer, and listens beyond loopback only with a security that
 * protects from strangers.
 * Start reading at {@link dev.grapevine.node.transport.PeerTransport}.
 */
package dev.grapevine.node.transport;
