package dev.grapevine.node.transport;

import java.time.Duration;

/**
 * Limits on the resources that incoming connections take, all together. A node accepts connections from anybody, and
 * one caller can claim many identities.
 *
 * @param handshakesMax      most connections without a handshake
 * @param handshakeTime      longest time until the handshake
 * @param peersMax           most connections with a handshake
 * @param unfinishedBytesMax most bytes that unfinished frames take, over all connections; at least the longest frame
 * @param silenceMax         longest pause within a frame
 */
record TransportLimits(int handshakesMax, Duration handshakeTime, int peersMax, int unfinishedBytesMax,
        Duration silenceMax) {

    /**
     * A handshake takes one round trip, so even a cluster that starts at once has fewer than 64 open. A dialler waits
     * five seconds, too. Each peer has one connection, and a node with more than 1024 peers should gossip with fewer.
     * Sixteen frames of 1 MiB at once are more than a node with a few hundred MB handles; most frames arrive in one
     * piece and need no buffer. The protocol gives up an answer after thirty seconds.
     */
    static final TransportLimits DEFAULT = new TransportLimits(64, Duration.ofSeconds(5), 1024, 16 << 20,
            Duration.ofSeconds(30));
}
