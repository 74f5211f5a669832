package dev.grapevine.gossip.parameters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.gossip.peers.Overlays;

/** All knobs of the protocol. A new knob needs a component of {@link ProtocolParameters} and a line here. */
public final class ProtocolKnobs {

    private static final String SEVERAL = "1 and more";
    private static final String LASTING = "0 and more";

    public static final Knob<Integer> BLOCK_SIZE = new Knob<>("blockSize", "1 to 131072", "parameters per block", "",
            TextFormat.NUMBER, ProtocolParameters::blockSize, (draft, value) -> draft.blockSize = value);
    public static final Knob<Integer> LOCAL_STEPS = new Knob<>("localSteps", "auto or 1 to 1000000",
            "local steps between two gossip rounds", "Auto: 64 to 256, see `LocalStepsController`",
            TextFormat.numberOr("auto", ProtocolParameters.AUTO), ProtocolParameters::localSteps,
            (draft, value) -> draft.localSteps = value);
    public static final Knob<Integer> FANOUT = new Knob<>("fanout", "0 to 64",
            "exchanges that a node starts after each round", "", TextFormat.NUMBER, ProtocolParameters::fanout,
            (draft, value) -> draft.fanout = value);
    public static final Knob<Duration> INTERVAL = new Knob<>("interval", LASTING,
            "minimum time between two starts of exchanges", "", TextFormat.DURATION, ProtocolParameters::interval,
            (draft, value) -> draft.interval = value);
    public static final Knob<Integer> AHEAD = new Knob<>("ahead", "auto or 1 to " + FlowParameters.AHEAD_MAX,
            "local steps since its last exchange before a node waits for the next; at least two rounds",
            "See [Training waits](#training-waits)", TextFormat.numberOr("auto", FlowParameters.AUTO),
            parameters -> parameters.flow().ahead(), (draft, value) -> draft.flow = draft.flow.withAhead(value));
    public static final Knob<Float> SERVE_DECAY = new Knob<>("serveDecay", "0 to less than 1",
            "decay of the running average that a node serves and is evaluated by; 0 = the replica itself", "",
            TextFormat.FRACTION, ProtocolParameters::serveDecay, (draft, value) -> draft.serveDecay = value);
    public static final Knob<Integer> WINDOW_BLOCKS = new Knob<>("windowBlocks", SEVERAL,
            "blocks that one exchange has in flight at once", "", TextFormat.NUMBER, ProtocolParameters::windowBlocks,
            (draft, value) -> draft.windowBlocks = value);
    public static final Knob<Integer> OPEN_EXCHANGES_MAX = new Knob<>("openExchangesMax", SEVERAL,
            "exchanges started and not finished at once; stalled ones do not count", "", TextFormat.NUMBER,
            ProtocolParameters::openExchangesMax, (draft, value) -> draft.openExchangesMax = value);
    public static final Knob<Integer> UNFINISHED_BLOCKS_MAX = new Knob<>("unfinishedBlocksMax",
            "twice windowBlocks and more",
            "unfinished blocks of all open conversations, above which nothing is started or accepted", "",
            TextFormat.NUMBER, ProtocolParameters::unfinishedBlocksMax,
            (draft, value) -> draft.unfinishedBlocksMax = value);
    public static final Knob<Duration> RETRY_AFTER = new Knob<>("retryAfter", "more than 0",
            "first wait before a retransmission",
            "Attempt *k*+1 waits min(`retryAfterMax`, `retryAfter` · 2^(*k*−1))",
            TextFormat.DURATION, ProtocolParameters::retryAfter, (draft, value) -> draft.retryAfter = value);
    public static final Knob<Duration> RETRY_AFTER_MAX = new Knob<>("retryAfterMax", "retryAfter and more",
            "longest wait before a retransmission", "", TextFormat.DURATION, ProtocolParameters::retryAfterMax,
            (draft, value) -> draft.retryAfterMax = value);
    public static final Knob<Integer> OFFER_ATTEMPTS = new Knob<>("offerAttempts", SEVERAL,
            "times that an offer is sent before another peer is tried", "", TextFormat.NUMBER,
            ProtocolParameters::offerAttempts, (draft, value) -> draft.offerAttempts = value);
    public static final Knob<Integer> STALL_ATTEMPTS = new Knob<>("stallAttempts", SEVERAL,
            "times that blocks are requested before an exchange starts no further block", "",
            TextFormat.NUMBER, ProtocolParameters::stallAttempts, (draft, value) -> draft.stallAttempts = value);
    public static final Knob<Duration> ENROLMENT_PATIENCE = new Knob<>("enrolmentPatience", LASTING,
            "how long a node looks for others before it goes on alone", "", TextFormat.DURATION,
            ProtocolParameters::enrolmentPatience, (draft, value) -> draft.enrolmentPatience = value);
    public static final Knob<Integer> FOUNDING_NODES = new Knob<>("foundingNodes", "never or 1 to 1000000",
            "nodes that look for a run, this one included, before it founds one", "",
            TextFormat.numberOr("never", ProtocolParameters.NEVER), ProtocolParameters::foundingNodes,
            (draft, value) -> draft.foundingNodes = value);
    public static final Knob<Duration> SUMS_PATIENCE = new Knob<>("sumsPatience", LASTING,
            "how long the founder of a run waits for the data sums of others", "", TextFormat.DURATION,
            ProtocolParameters::sumsPatience, (draft, value) -> draft.sumsPatience = value);
    public static final Knob<Duration> LEAVE_PATIENCE = new Knob<>("leavePatience", LASTING,
            "how long a leaving node hands over and waits for unfinished exchanges", "", TextFormat.DURATION,
            ProtocolParameters::leavePatience, (draft, value) -> draft.leavePatience = value);
    public static final Knob<Duration> CHECKPOINT_INTERVAL = new Knob<>("checkpointInterval", LASTING,
            "minimum time between two checkpoints", "", TextFormat.DURATION, ProtocolParameters::checkpointInterval,
            (draft, value) -> draft.checkpointInterval = value);
    public static final Knob<Integer> FRAME_BYTES_MAX = new Knob<>("frameBytesMax", "8 * blockSize + 256 and more",
            "longest frame, in bytes", "", TextFormat.NUMBER, ProtocolParameters::frameBytesMax,
            (draft, value) -> draft.frameBytesMax = value);
    public static final Knob<Overlay> OVERLAY = new Knob<>("overlay", Overlays.ALLOWED,
            "choice of the peers that a node exchanges with",
            "See [Overlays](#overlays)", TextFormat.OVERLAY, parameters -> parameters.flow().overlay(),
            (draft, value) -> draft.flow = draft.flow.withOverlay(value));
    public static final Knob<Optional<TokenAccount.Strategy>> FLOW = new Knob<>("flow",
            "rounds, tokens or tokens:A,C with 1 <= A <= C <= " + TokenAccount.Strategy.CAPACITY_MAX,
            "when a node exchanges: after each round, or when it has news and tokens", "See [Tokens](#tokens)",
            TextFormat.FLOW, parameters -> parameters.flow().tokens(),
            (draft, value) -> draft.flow = draft.flow.withTokens(value));
    public static final Knob<Staleness> STALENESS = new Knob<>("staleness", "any or 1 to 1000000 rounds",
            "rounds by which a peer may differ before an exchange with it counts less",
            "The mixing step is halved for each doubling of the difference beyond that; beyond 8 times as many rounds nothing is exchanged",
            TextFormat.STALENESS, parameters -> parameters.flow().staleness(),
            (draft, value) -> draft.flow = draft.flow.withStaleness(value));
    public static final Knob<Long> BANDWIDTH_LIMIT = new Knob<>("bandwidthLimit", "none or 1 to 10000000000",
            "maximum sending rate of a node, in bytes per second", "See [Pacing](#pacing)",
            TextFormat.longOr("none", FlowParameters.UNLIMITED), parameters -> parameters.flow().bytesPerSecondMax(),
            (draft, value) -> draft.flow = draft.flow.withBytesPerSecondMax(value));

    private static final List<Knob<?>> ALL = List.of(BLOCK_SIZE, LOCAL_STEPS, FANOUT, INTERVAL, AHEAD, SERVE_DECAY,
            WINDOW_BLOCKS, OPEN_EXCHANGES_MAX, UNFINISHED_BLOCKS_MAX, RETRY_AFTER, RETRY_AFTER_MAX, OFFER_ATTEMPTS,
            STALL_ATTEMPTS, ENROLMENT_PATIENCE, FOUNDING_NODES, SUMS_PATIENCE, LEAVE_PATIENCE, CHECKPOINT_INTERVAL,
            FRAME_BYTES_MAX,
            OVERLAY, FLOW, STALENESS, BANDWIDTH_LIMIT);

    private ProtocolKnobs() {}

    /** All knobs, in the order of {@code PROTOCOL.md}. */
    public static List<Knob<?>> all() {
        return ALL;
    }

    /** All values as texts, by name. */
    public static Map<String, String> texts(ProtocolParameters parameters) {
        Map<String, String> texts = new LinkedHashMap<>();
        ALL.forEach(knob -> texts.put(knob.name(), knob.textOf(parameters)));
        return texts;
    }

    /**
     * Parameters from the result of {@link #texts}. A missing knob has its default: the texts are older than the knob.
     *
     * @throws UnknownKnobException     if there is no knob of a name
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static ProtocolParameters parameters(Map<String, String> texts) {
        texts.keySet().stream().filter(name -> ALL.stream().noneMatch(knob -> knob.name().equals(name))).findFirst()
                .ifPresent(name -> {
                    throw new UnknownKnobException(name);
                });
        return ProtocolParameters.DEFAULT.with(draft -> ALL.stream().filter(knob -> texts.containsKey(knob.name()))
                .forEach(knob -> knob.setText(draft, texts.get(knob.name()))));
    }
}
