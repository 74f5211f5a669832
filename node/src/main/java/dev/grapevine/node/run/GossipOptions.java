package dev.grapevine.node.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.mixing.MixingRule;
import dev.grapevine.consensus.mixing.MixingRules;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.pace.TokenBucket;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolKnobs;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/** Options of gossip: how replicas come to agree, with whom, and at what rate. */
public final class GossipOptions {

    private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);
    private static final long MIN_BYTES_PER_SECOND = 1_000;

    public static final Option<StrategyRoom> STRATEGY = Option
            .<StrategyRoom>named("gossip.strategy", Rooms.ALL::strategy)
            .byDefault(Rooms.ALL.strategyNames().getFirst()).allowed(String.join(", ", Rooms.ALL.strategyNames()))
            .does("how replicas reach agreement")
            .more("`pairwise`: any two nodes may exchange; `choco`: neighbours on a `ring`, `regular:K` or `edges:…` overlay "
                    + "remember each other and send compressed changes; `age`: nodes send values and wait for no reply, for "
                    + "links that work in one direction only")
            .written(StrategyRoom::name).binds().declared();
    public static final Option<String> COMPRESSION = Option.named("gossip.compression", GossipOptions::compression)
            .byDefault(DeltaCodecs.DEFAULT).allowed(Rooms.ALL.allowedCompressions())
            .does("compression of parameters on the wire")
            .more("For comparison only: `int8`, `int4`, `randomk` and `topk` agree slowly or never with `pairwise`")
            .binds().declared();
    public static final Option<Integer> FANOUT = Option
            .of(ProtocolKnobs.FANOUT, "gossip.fanout", text -> Quantities.wholeNumber(text, 0, 64))
            .advised("1 to 16", exchanges -> exchanges >= 1 && exchanges <= 16).tried("1", "1", "2", "3").declared();
    public static final Option<Duration> INTERVAL = Option
            .of(ProtocolKnobs.INTERVAL, "gossip.interval", Quantities::duration).allowed("a duration such as 500ms")
            .advised("0 to 10 min", interval -> interval.compareTo(MAX_INTERVAL) <= 0).tried("0", "0", "700ms")
            .declared();
    public static final Option<Integer> AHEAD = Option
            .of(ProtocolKnobs.AHEAD, "gossip.ahead", text -> Option.autoOrUpTo(FlowParameters.AHEAD_MAX, text))
            .more("It waits up to ten seconds; `auto` chooses 16 to 1024: few on skewed data, many on even data")
            .advised().declared();
    public static final Option<Integer> BLOCK = Option
            .of(ProtocolKnobs.BLOCK_SIZE, "gossip.block", text -> Quantities.wholeNumber(text, 16, 1 << 17))
            .allowed("16 to 131072").binds().tried("16", "64", "4096").declared();
    public static final Option<Overlay> OVERLAY = Option.of(ProtocolKnobs.OVERLAY, "gossip.overlay", Overlays::byName)
            .more("`complementary`: prefers peers whose classes differ from its own; every node then tells all others "
                    + "its shares of the classes; `edges` join the numbers at the end of names such as `node-1`")
            .binds().declared();
    public static final Option<Long> BANDWIDTH_LIMIT = Option
            .of(ProtocolKnobs.BANDWIDTH_LIMIT, "gossip.bandwidthLimit", GossipOptions::bandwidthLimit)
            .allowed("none or 1B/s to 10GB/s, such as 100KB/s").does("maximum sending rate of a node")
            .advised("none, and from 1KB/s on", rate -> rate <= 0 || rate >= MIN_BYTES_PER_SECOND)
            .tried("none", "none", "none", "none", "2KB/s", "20KB/s").declared();
    public static final Option<Optional<TokenAccount.Strategy>> FLOW = Option
            .of(ProtocolKnobs.FLOW, "gossip.flow", ProtocolKnobs.FLOW.form().read())
            .more("`tokens:A,C`: a node saves up to C tokens and spends them when it has news; a smaller A spends them sooner")
            .advised().tried("rounds", "rounds", "rounds", "tokens", "tokens:2,4").declared();
    public static final Option<Staleness> STALENESS = Option
            .of(ProtocolKnobs.STALENESS, "gossip.staleness",
                    text -> new Staleness(text.equals("any")
                            ? Staleness.IGNORED
                            : Quantities.wholeNumber(text, 1, 1_000_000)))
            .more(ProtocolKnobs.STALENESS.formula()).advised().tried("any", "any", "1", "8").declared();
    public static final Option<MixingRule> MERGE_RULE = Option
            .named("merge.rule", MixingRules::byName).byDefault(MixingRules.DEFAULT)
            .allowed(String.join(", ", MixingRules.names())).does("how replicas are merged")
            .written(MixingRule::name).binds().declared();

    /** The options, in the order of help. */
    static final List<Option<?>> ALL = List.of(STRATEGY, COMPRESSION, FANOUT, INTERVAL, AHEAD, BLOCK, OVERLAY,
            BANDWIDTH_LIMIT, FLOW, STALENESS, MERGE_RULE);

    private GossipOptions() {}

    private static long bandwidthLimit(String text) {
        if (text.equals("none")) {
            return FlowParameters.UNLIMITED;
        }
        double rate = Quantities.bytesPerSecond(text);
        if (rate < 1 || rate > TokenBucket.BYTES_PER_SECOND_MAX) {
            throw new IllegalArgumentException(text);
        }
        return (long) rate;
    }

    /** Refuses a compression that no strategy can use; {@link #chosenStrategy} knows the strategy. */
    private static String compression(String text) {
        if (Rooms.ALL.strategies().stream().noneMatch(strategy -> strategy.compresses(text))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /**
     * The strategy with its compression.
     *
     * @throws UserMistakeException if the strategy cannot use the compression, or the overlay
     */
    static ChosenStrategy chosenStrategy(RunOptions options) {
        StrategyRoom room = options.get(STRATEGY);
        String compression = options.get(COMPRESSION);
        if (!room.compresses(compression)) {
            throw new UserMistakeException(COMPRESSION.name() + " is '" + compression + "', which " + STRATEGY.name()
                    + " '" + room.name() + "' cannot use: allowed are " + room.allowedCompressions());
        }
        if (room.needsNeighboursThatStay() && !options.get(OVERLAY).isStatic()) {
            throw new UserMistakeException(OVERLAY.name() + " is '" + options.get(OVERLAY) + "', but " + STRATEGY.name()
                    + " '" + room.name()
                    + "' needs fixed neighbours: allowed are ring, regular:K and edges:A-B,…");
        }
        return room.with(compression);
    }
}
