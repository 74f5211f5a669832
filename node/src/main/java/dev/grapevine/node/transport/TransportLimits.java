package dev.grapevine.node.transport;

import java.time.Duration;

/**
 * What those who connect to a node may take of it, all together: it takes connections from anybody, and anybody can say
 * that it is many.
 *
 * @param greetingMax        connections that have not said who they are
 * @param greetingTime       how long they may take for it
 * @param greetedMax         connections that have
 * @param unfinishedBytesMax bytes that frames take of which only a beginning has come, over all connections; at least
 *                           the longest frame's
 * @param silenceMax         how long a frame that has begun may rest
 */
record TransportLimits(int greetingMax, Duration greetingTime, int greetedMax, int unfinishedBytesMax,
        Duration silenceMax) {

    /**
     * A handshake takes one round trip, so a whole cluster that starts at once has few of them open: 64. Five seconds are
     * what a dialler waits, too. Peers have one connection each, and a node with more than 1024 of them would rather
     * gossip with fewer. Sixteen frames of 1 MiB at once are more than a node of a few hundred MB handles; frames come in
     * one piece mostly and then take nothing. The protocol has given an answer up after thirty seconds.
     */
    static final TransportLimits DEFAULT = new TransportLimits(64, Duration.ofSeconds(5), 1024, 16 << 20,
            Duration.ofSeconds(30));
}
