package dev.grapevine.node.transport;

import java.time.Duration;

/**
 * The most that callers may take of a node, all together: anybody can connect, and can say that it is many.
 *
 * @param handshakesMax          connections whose other side has not proved who it is
 * @param handshakesMaxOfAddress the same from one address
 * @param failuresAtOnce         handshakes of an address that may fail one after the other
 * @param failureEvery           time after which one more may
 * @param handshakeTime         how long such a connection may take, encryption included
 * @param strangersMax         open connections of peers that membership does not know
 * @param unfinishedBytesMax   bytes of frames of which only a beginning has come, over all connections; at least the longest
 *                             frame's
 * @param silenceMax           how long a frame that has begun may rest
 */
record TransportLimits(int handshakesMax, int handshakesMaxOfAddress, int failuresAtOnce,
        Duration failureEvery, Duration handshakeTime, int strangersMax, int unfinishedBytesMax, Duration silenceMax) {

    /**
     * A greeting takes two or three round trips, so a whole cluster that starts at once has few of them open: 64. As
     * many may fail, since they can push each other out, and then five a second, which take a hundredth of a core. Five
     * seconds are a dialler's patience, too. Peers have one connection each, and a node with more than 1024 of them would
     * rather gossip with fewer. Sixteen frames of 1 MiB at once are more than a node of a few hundred MB handles; frames
     * come in one piece mostly and then take nothing. The protocol has given an answer up after thirty seconds.
     */
    static final TransportLimits DEFAULT = new TransportLimits(64, 32, 64, Duration.ofMillis(200),
            Duration.ofSeconds(5), 1024, 16 << 20, Duration.ofSeconds(30));
}
