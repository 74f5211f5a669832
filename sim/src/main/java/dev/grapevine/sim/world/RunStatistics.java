package dev.grapevine.sim.world;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.LimitCounts;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.network.SimulatedNetwork;

/** Counts over all nodes of a world, from what their protocols report; changes nothing. For one thread. */
public final class RunStatistics {

    private final List<SimulatedNode> nodes;
    private final Map<PeerId, SimulatedNode> byId;
    private final SimulatedNetwork network;
    private final LongSupplier now;
    private final TalkCounts talks;
    private long exchanges;
    private long failedExchanges;
    private long suspectRounds;
    private long clampedValues;
    private final LimitCounts limits = new LimitCounts();

    /**
     * @param now virtual time in nanoseconds
     */
    RunStatistics(List<SimulatedNode> nodes, Map<PeerId, SimulatedNode> byId, SimulatedNetwork network,
            LongSupplier now) {
        this.nodes = nodes;
        this.byId = byId;
        this.network = network;
        this.now = now;
        this.talks = new TalkCounts(nodes.size());
    }

    /** Counts what a node reports now. An exchange counts once, when its initiator reports it. */
    void count(SimulatedNode node, Fact fact) {
        switch (fact) {
            case Fact.ExchangeFinished finished -> {
                if (finished.role() == Fact.Role.INITIATOR) {
                    exchanges++;
                    talks.add(node.number, byId.get(finished.peer()).number);
                }
                node.exchanges++;
                node.lastExchangeNanos = now.getAsLong();
            }
            case Fact.ExchangeAbandoned _ -> failedExchanges++;
            case Fact.RoundSuspect _,Fact.RoundDiscarded _ -> suspectRounds++;
            case Fact.Clamped clamped -> clampedValues += clamped.values();
            case Fact.LimitReached reached -> limits.add(reached.limit());
            default -> {
            }
        }
    }

    /** Exchanges that finished. */
    public long exchanges() {
        return exchanges;
    }

    /** Exchanges that were given up. */
    public long failedExchanges() {
        return failedExchanges;
    }

    /** Bad rounds of nodes' own training. */
    public long suspectRounds() {
        return suspectRounds;
    }

    /** Parameters that would have left their range. */
    public long clampedValues() {
        return clampedValues;
    }

    /** The number of times that each limit of the protocol was reached; goes on counting. */
    public LimitCounts limits() {
        return limits;
    }

    /** Finished exchanges by pair of nodes; goes on counting. */
    public TalkCounts talks() {
        return talks;
    }

    /** Each node's use of its time so far, in the order of their numbers. */
    public List<TimeBreakdown> times() {
        return nodes.stream().map(node -> {
            long up = node.upNanosBefore + (node.up ? now.getAsLong() - node.upSinceNanos : 0);
            return new TimeBreakdown(node.computingNanos, Math.max(0, up - node.computingNanos),
                    network.sendingNanos(node.number), node.protocolNanos);
        }).toList();
    }
}
