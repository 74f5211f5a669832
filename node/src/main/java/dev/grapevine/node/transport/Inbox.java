package dev.grapevine.node.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The receivers of what peers send: one of the protocol's frames, and one of news of the run. A byte before each piece of
 * news tells them apart. For one event loop.
 */
final class Inbox {

    /** The first byte of news. Frames of the protocol begin with its version, which is never 0. */
    private static final byte NEWS = 0;

    private final PeerTransport.Receiver receiver;
    /** Null where nodes need no news of the run. */
    private PeerTransport.News news;

    Inbox(PeerTransport.Receiver receiver) {
        this.receiver = receiver;
    }

    void onNews(PeerTransport.News found) {
        news = found;
    }

    /** The frame in which news travel. */
    static byte[] newsFrame(byte[] told) {
        return ByteBuffer.allocate(1 + told.length).put(NEWS).put(told).array();
    }

    /** A connection to a peer is open. */
    void opened(PeerId peer) {
        if (news != null) {
            news.opened(peer);
        }
    }

    void received(PeerId peer, byte[] frame) {
        if (news != null && frame.length > 0 && frame[0] == NEWS) {
            news.received(peer, Arrays.copyOfRange(frame, 1, frame.length));
        } else {
            receiver.received(peer, frame);
        }
    }
}
