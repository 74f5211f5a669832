package dev.grapevine.sim.check;

import java.util.HashMap;
import java.util.Map;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.StrategyRoom;

/**
 * Counts of messages between nodes and of timers at one moment, checked against the protocol's windows: messages must
 * not multiply. For one thread.
 */
public final class UnderWay {

    /** A network may double a message. */
    private static final int COPIES = 2;
    /** Exchanges between two nodes: one begun by the sender and one by the receiver. */
    private static final int EXCHANGES = 2;
    /** Allowance for messages without a block: offers, charters, sketches, notices of leaving. */
    private static final int OTHERS = 32;

    private final int messagesMost;
    private final int timersMost;
    private final Map<PeerId, Map<PeerId, Integer>> messages = new HashMap<>();
    private final Map<PeerId, Integer> timers = new HashMap<>();

    /**
     * @param strategy a strategy with answers has a window; without answers messages may pile up in the network, and
     *                 only timers are counted
     */
    public UnderWay(ProtocolParameters parameters, StrategyRoom strategy) {
        int said = 1 + parameters.stallAttempts();
        this.messagesMost = strategy.hearsAnswers()
                ? COPIES * (EXCHANGES * parameters.windowBlocks() * said + OTHERS)
                : Integer.MAX_VALUE;
        this.timersMost = parameters.unfinishedBlocksMax();
    }

    /** A message is under way, in one copy. */
    public void message(PeerId from, PeerId to) {
        add(messages.computeIfAbsent(from, unused -> new HashMap<>()), to);
    }

    /** A node has set a timer. */
    public void timer(PeerId node) {
        add(timers, node);
    }

    private static void add(Map<PeerId, Integer> counts, PeerId key) {
        counts.merge(key, 1, Integer::sum);
    }

    /** @throws LawBrokenException for more than the protocol's windows allow */
    void audit() {
        messages.forEach((from, receivers) -> receivers.forEach((to, count) -> {
            if (count > messagesMost) {
                throw new LawBrokenException(Laws.BOUNDS, count + " messages are under way from " + from + " to " + to
                        + ": windows allow " + messagesMost);
            }
        }));
        timers.forEach((node, count) -> {
            if (count > timersMost) {
                throw new LawBrokenException(Laws.BOUNDS,
                        node + " waits for " + count + " timers: allowed are " + timersMost);
            }
        });
    }
}
