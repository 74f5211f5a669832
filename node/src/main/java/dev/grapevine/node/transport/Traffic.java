package dev.grapevine.node.transport;

/** Bytes on the wire, framing included, and dropped frames. For one event loop. */
public final class Traffic {

    private long bytesSent;
    private long bytesReceived;
    private long framesDropped;

    void sent(long bytes) {
        bytesSent += bytes;
    }

    void received(long bytes) {
        bytesReceived += bytes;
    }

    void dropped() {
        framesDropped++;
    }

    public long bytesSent() {
        return bytesSent;
    }

    public long bytesReceived() {
        return bytesReceived;
    }

    /** Frames that were dropped: no address, no connection or no room in the queue. */
    public long framesDropped() {
        return framesDropped;
    }
}
