package dev.grapevine.sim.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Sites;

/**
 * The links between nodes: travel times and losses of messages. The fate of a message follows from the seed, its
 * sender, its receiver and its time of sending alone, so that neither other messages nor one more node change it, and
 * links with the usual conditions need no memory.
 */
public final class SimulatedNetwork implements Ways {

    /**
     * Longest queue of a link, in bytes, as in a node's transport. A frame behind a longer one is dropped: a strategy
     * without answers could fill a slow link for ever.
     */
    static final int QUEUE_BYTES_MAX = 4 << 20;
    private static final long DROPPED = -1;

    private NetworkConditions usual;
    private NetworkConditions betweenSites;
    private final int[] siteOf;
    private final int sites;
    private final boolean sitesHaveLines;
    private final RandomStream random;
    private final RandomStream burstRandom;
    private final Cuts cuts;
    /** Times when each node's outgoing, and its incoming, line is free again, in nanoseconds. */
    private final long[] outFreeAt;
    private final long[] inFreeAt;
    /** Time that each node's outgoing lines have been busy. */
    private final long[] sendingNanos;
    /** Times when the line from one site to another is free again, in nanoseconds. */
    private final long[] lineFreeAt;
    /** Time of each node's last message, and the number of messages that it sent before at the same time. */
    private final long[] sentAt;
    private final int[] sentBefore;
    /** Links with conditions of their own; looked up, never iterated. */
    private final Map<Long, ChangedLink> changed = new HashMap<>();

    /** A link with conditions of its own, while it has any. */
    private static final class ChangedLink {
        private final List<NetworkConditions> changes = new ArrayList<>();
        private NetworkConditions conditions;
        private boolean hasOwnBandwidth;
        private long freeAt;
    }

    public SimulatedNetwork(int nodes, NetworkConditions usual, Sites places, RandomStream random) {
        this.usual = usual;
        this.betweenSites = usual.overlaidBy(places.between());
        this.siteOf = places.ofNodes(nodes);
        this.sites = places.groups().size() + 1;
        this.sitesHaveLines = places.between().bytesPerSecondOut().isPresent();
        this.random = random.fork("messages");
        this.burstRandom = random.fork("bursts");
        this.cuts = new Cuts(nodes);
        this.outFreeAt = new long[nodes];
        this.inFreeAt = new long[nodes];
        this.sendingNanos = new long[nodes];
        this.lineFreeAt = new long[sites * sites];
        this.sentAt = new long[nodes];
        this.sentBefore = new int[nodes];
    }

    @Override
    public void cut(PartitionShape shape) {
        cuts.add(shape);
    }

    @Override
    public void heal(PartitionShape shape) {
        cuts.remove(shape);
    }

    /** Whether the link between two nodes works now. */
    public boolean connects(int from, int to) {
        return cuts.connects(from, to);
    }

    @Override
    public void change(int first, int second, NetworkConditions conditions) {
        for (long key : new long[]{key(first, second), key(second, first)}) {
            ChangedLink link = changed.computeIfAbsent(key, unused -> new ChangedLink());
            link.changes.add(conditions);
            apply(link, first, second);
        }
    }

    @Override
    public void restore(int first, int second, NetworkConditions conditions) {
        for (long key : new long[]{key(first, second), key(second, first)}) {
            ChangedLink link = changed.get(key);
            if (link == null || !link.changes.remove(conditions)) {
                throw new IllegalArgumentException("There is no such change between " + first + " and " + second);
            }
            if (link.changes.isEmpty()) {
                changed.remove(key);
            } else {
                apply(link, first, second);
            }
        }
    }

    /** Ends losses, duplicates and reordering for good. */
    public void calm() {
        usual = usual.withoutMishaps();
        betweenSites = betweenSites.withoutMishaps();
    }

    private void apply(ChangedLink link, int first, int second) {
        link.conditions = siteOf[first] == siteOf[second] ? usual : betweenSites;
        link.changes.forEach(change -> link.conditions = link.conditions.overlaidBy(change));
        link.hasOwnBandwidth = link.changes.stream().anyMatch(change -> change.bytesPerSecondOut().isPresent());
    }

    /**
     * Sends a frame.
     *
     * @param now     virtual time in nanoseconds; never goes back
     * @param arrives receives the arrival time of each copy, in nanoseconds: none, one or two; the link may be cut
     *                until then
     */
    public void send(int from, int to, int frameBytes, long now, LongConsumer arrives) {
        ChangedLink own = changed.isEmpty() ? null : changed.get(key(from, to));
        boolean sameSite = siteOf[from] == siteOf[to];
        NetworkConditions conditions = own != null ? own.conditions : sameSite ? usual : betweenSites;
        long departure = departure(from, to, own, frameBytes, now);
        countSent(from, now);
        if (departure == DROPPED || !connects(from, to)) {
            return;
        }
        if (conditions.isCertain()) {
            arrives.accept(departure);
            return;
        }
        RandomStream fate = fate(from, to, now);
        if (isLost(conditions, from, to, fate, now)) {
            return;
        }
        arrives.accept(departure + travel(conditions, fate.fork("first")));
        if (conditions.duplicate().isPresent()
                && fate.fork("duplicate").nextBoolean(conditions.duplicate().getAsDouble())) {
            arrives.accept(departure + travel(conditions, fate.fork("second")));
        }
    }

    /**
     * A frame has reached its receiver's incoming line.
     *
     * @param now virtual time in nanoseconds; never goes back
     * @return time when the receiver has the whole frame; empty if the queue is full
     */
    public OptionalLong receive(int to, int frameBytes, long now) {
        if (usual.bytesPerSecondIn().isEmpty()) {
            return OptionalLong.of(now);
        }
        if (isFull(inFreeAt[to], now, usual.bytesPerSecondIn().getAsDouble())) {
            return OptionalLong.empty();
        }
        inFreeAt[to] = Math.max(now, inFreeAt[to]) + nanosFor(frameBytes, usual.bytesPerSecondIn().getAsDouble());
        return OptionalLong.of(inFreeAt[to]);
    }

    /** Whether more bytes wait than a queue may hold. */
    private static boolean isFull(long freeAt, long now, double bytesPerSecond) {
        return (freeAt - now) / 1e9 * bytesPerSecond > QUEUE_BYTES_MAX;
    }

    /** Time that a node's outgoing lines have been busy so far, in nanoseconds. */
    public long sendingNanos(int node) {
        return sendingNanos[node];
    }

    /** Time when a frame has left, or {@code DROPPED}. */
    private long departure(int from, int to, ChangedLink own, int frameBytes, long now) {
        if (own != null && own.hasOwnBandwidth) {
            double bandwidth = own.conditions.bytesPerSecondOut().orElseThrow();
            if (isFull(own.freeAt, now, bandwidth)) {
                return DROPPED;
            }
            long nanos = nanosFor(frameBytes, bandwidth);
            sendingNanos[from] += nanos;
            own.freeAt = Math.max(now, own.freeAt) + nanos;
            return own.freeAt;
        }
        long departure = now;
        if (usual.bytesPerSecondOut().isPresent()) {
            double bandwidth = usual.bytesPerSecondOut().getAsDouble();
            if (isFull(outFreeAt[from], now, bandwidth)) {
                return DROPPED;
            }
            long nanos = nanosFor(frameBytes, bandwidth);
            sendingNanos[from] += nanos;
            outFreeAt[from] = Math.max(now, outFreeAt[from]) + nanos;
            departure = outFreeAt[from];
        }
        if (sitesHaveLines && siteOf[from] != siteOf[to]) {
            // The line works through what is sent in the order of sending; waiting at the sender's own way out is not
            // on top of that, or one sender's backlog would hold up all others.
            int line = siteOf[from] * sites + siteOf[to];
            if (isFull(lineFreeAt[line], now, betweenSites.bytesPerSecondOut().orElseThrow())) {
                return DROPPED;
            }
            lineFreeAt[line] = Math.max(now, lineFreeAt[line])
                    + nanosFor(frameBytes, betweenSites.bytesPerSecondOut().orElseThrow());
            departure = Math.max(departure, lineFreeAt[line]);
        }
        return departure;
    }

    private static long nanosFor(int frameBytes, double bytesPerSecond) {
        return (long) ((frameBytes + FrameCodec.LENGTH_PREFIX_BYTES) * 1e9 / bytesPerSecond);
    }

    private void countSent(int from, long now) {
        boolean atOnce = sentAt[from] == now;
        sentBefore[from] = atOnce ? sentBefore[from] + 1 : 0;
        sentAt[from] = now;
    }

    /** The random stream of one message. */
    private RandomStream fate(int from, int to, long now) {
        return random.fork("link", key(from, to)).fork("at", now).fork("after", sentBefore[from]);
    }

    private boolean isLost(NetworkConditions conditions, int from, int to, RandomStream fate, long now) {
        double loss = conditions.loss().orElse(0);
        if (conditions.bursts().isPresent()
                && BurstTimes.contain(conditions.bursts().get(), burstRandom.fork("link", key(from, to)), now)) {
            loss = conditions.bursts().get().loss();
        }
        return loss > 0 && fate.fork("loss").nextBoolean(loss);
    }

    private static long travel(NetworkConditions conditions, RandomStream copy) {
        long nanos = conditions.latency().isPresent() ? conditions.latency().get().draw(copy.fork("latency")) : 0;
        if (conditions.reorder().isPresent()) {
            RandomStream draws = copy.fork("reorder");
            if (draws.nextBoolean(conditions.reorder().get().share())) {
                nanos += (long) (draws.nextDouble() * conditions.reorder().get().by().toNanos());
            }
        }
        return nanos;
    }

    /** Key of a link, independent of the number of nodes. */
    private static long key(int from, int to) {
        return (long) from << Integer.SIZE | to;
    }
}
