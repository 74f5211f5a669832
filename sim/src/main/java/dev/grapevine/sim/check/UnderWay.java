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
    private final Map<Pair, Integer> messages = new HashMap<>();
    private final Map<PeerId, Integer> timers = new HashMap<>();

    /**
     * Two lives that talk: windows are those of a life towards a life, and what an earlier one has sent over a slow line
     * arrives when later ones have sent, too.
     *
     * @param toLife 0 if the sender knows none
     */
    public record Pair(PeerId from, long fromLife, PeerId to, long toLife) {}

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
    public void message(Pair pair) {
        add(messages, pair);
    }

    /** A node has set a timer. */
    public void timer(PeerId node) {
        add(timers, node);
    }

    private static <K> void add(Map<K, Integer> counts, K key) {
        counts.merge(key, 1, Integer::sum);
    }

    /** @throws LawBrokenException for more than the protocol's windows allow */
    void audit() {
        messages.forEach((pair, count) -> {
            if (count > messagesMost) {
                throw new LawBrokenException(Laws.BOUNDS, count + " messages are under way from " + pair.from() + " to "
                        + pair.to() + ": windows allow " + messagesMost);
            }
        });
        timers.forEach((node, count) -> {
            if (count > timersMost) {
                throw new LawBrokenException(Laws.BOUNDS,
                        node + " waits for " + count + " timers: allowed are " + timersMost);
            }
        });
    }
}
