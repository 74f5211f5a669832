package dev.grapevine.node.transport;

/** What went over the wire, framing included. For one event loop. */
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

    /** Frames that had no way or no room. */
    public long framesDropped() {
        return framesDropped;
    }
}
