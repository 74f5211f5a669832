/**
 * Frames between peers over TCP. Never waits for a slow peer, and listens beyond loopback only with a security that
 * protects from strangers. The dialler makes connections, the listener takes them, and the links keep one for each peer.
 * Start reading at {@link dev.grapevine.node.transport.PeerTransport}.
 */
package dev.grapevine.node.transport;
