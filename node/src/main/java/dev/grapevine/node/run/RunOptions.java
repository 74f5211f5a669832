package dev.grapevine.node.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.mixing.MixingRules;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.pace.TokenBucket;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.data.split.Split;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.optimizer.Optimizers;
import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.node.replica.optimizer.ScheduleParser;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * What is to be learned and how, the same for {@code node}, {@code cluster}, {@code sim} and {@code train}. Immutable;
 * everything in it has been checked.
 */
public final class RunOptions {

    /** The most nodes that a run may have. */
    public static final int MAX_NODES = 1_000_000;

    private static final int MAX_BATCH = 1 << 16;

    public static final Option<DataSource> DATA = new Option<>("data", "digits",
            "digits, idx:DIR, csv:FILE[,label=…][,test=…][,task=…][,stream], libsvm:FILE[,test=…][,features=N][,stream], "
                    + "text:FILE[,block=N][,test=…]",
            "what to learn from", DataSource::parse);
    public static final Option<Split> SPLIT = new Option<>("split", "iid",
            "iid, stratified, dirichlet:ALPHA, shards:K, by:COLUMN, files, speaker", "which rows each node has",
            Split::parse);
    public static final Option<Part> PART = new Option<>("part", "1/1", "I/N with I from 1 to N",
            "which part of the split this node has", Part::parse);
    public static final Option<Optional<Path>> SCHEMA = new Option<>("schema", "", "a file that 'data --schema' wrote",
            "columns, classes and scaling agreed on beforehand; without it sums over the founder's rows, and those of nodes that start with it, decide",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
    public static final Option<ModelSpec> MODEL = new Option<>("model", "mlp:128", ModelSpec.ALLOWED,
            "the model to train", ModelSpec::parse);
    public static final Option<String> OPTIMIZER = new Option<>("optimizer", Optimizers.DEFAULT,
            String.join(", ", Optimizers.names()), "how gradients become steps", Optimizers::checkName);
    public static final Option<Double> LEARNING_RATE = new Option<>("learningRate", "0.02", "more than 0 up to 100",
            "size of a step", text -> Quantities.number(text, 1e-12, 100));
    public static final Option<Double> MOMENTUM = new Option<>("momentum", "0.9", "0 to 0.9999",
            "how much of the last step goes into the next; beta1 of adamw", text -> Quantities.number(text, 0, 0.9999));
    public static final Option<Double> BETA2 = new Option<>("beta2", "0.99", "0 to 0.9999",
            "how much of the mean of squared gradients adamw keeps", text -> Quantities.number(text, 0, 0.9999));
    public static final Option<Double> WEIGHT_DECAY = new Option<>("weightDecay", "0", "0 to 1",
            "pull of every parameter towards 0", text -> Quantities.number(text, 0, 1));
    public static final Option<Schedule> SCHEDULE = new Option<>("schedule", "constant", ScheduleParser.ALLOWED,
            "what becomes of the learning rate, by local steps", ScheduleParser::parse);
    public static final Option<Double> CLIP = new Option<>("clip", "0", "0 to 1000000",
            "greatest norm of a gradient; 0 = any", text -> Quantities.number(text, 0, 1e6));
    public static final Option<Integer> BATCH = new Option<>("batch", "32", "1 to " + MAX_BATCH,
            "rows per local step", text -> Quantities.wholeNumber(text, 1, MAX_BATCH));
    public static final Option<Integer> LOCAL_STEPS = new Option<>("localSteps", "auto", "auto or 1 to 1000000",
            "local steps between two gossip rounds", text -> text.equals("auto")
                    ? ProtocolParameters.AUTO
                    : Quantities.wholeNumber(text, 1, 1_000_000));
    public static final Option<Double> SERVE = new Option<>("serve", "0.9", "0 to 0.9999",
            "decay of the running average that a node serves and is judged by; 0 = the replica itself",
            text -> Quantities.number(text, 0, 0.9999));
    public static final Option<String> COMPRESSION = new Option<>("gossip.compression", DeltaCodecs.DEFAULT,
            Rooms.ALL.allowedCompressions(), "how parameters travel", RunOptions::compression);
    public static final Option<String> STRATEGY = new Option<>("gossip.strategy",
            Rooms.ALL.strategyNames().getFirst(), String.join(", ", Rooms.ALL.strategyNames()),
            "how replicas come to agree", name -> Rooms.ALL.strategy(name).name());
    public static final Option<Integer> FANOUT = new Option<>("gossip.fanout", "1", "0 to 64",
            "exchanges that a node starts after each round", text -> Quantities.wholeNumber(text, 0, 64));
    public static final Option<Duration> INTERVAL = new Option<>("gossip.interval", "0", "a duration such as 500ms",
            "least time between two starts of exchanges", Quantities::duration);
    public static final Option<Integer> AHEAD = new Option<>("gossip.ahead", "auto",
            "auto or 1 to " + FlowParameters.AHEAD_MAX,
            "local steps since its last exchange before a node waits for the next; at least two rounds",
            text -> text.equals("auto")
                    ? FlowParameters.AUTO
                    : Quantities.wholeNumber(text, 1, FlowParameters.AHEAD_MAX));
    public static final Option<Integer> BLOCK = new Option<>("gossip.block",
            String.valueOf(ProtocolParameters.DEFAULT.blockSize()), "16 to 131072", "parameters per block",
            text -> Quantities.wholeNumber(text, 16, 1 << 17));
    public static final Option<String> OVERLAY = new Option<>("gossip.overlay", Overlays.DEFAULT, Overlays.ALLOWED,
            "whom a node exchanges with", RunOptions::checkOverlay);
    public static final Option<Long> BANDWIDTH_LIMIT = new Option<>("gossip.bandwidthLimit", "none",
            "none or 1B/s to 10GB/s, such as 100KB/s", "what a node sends at most", RunOptions::bandwidthLimit);
    public static final Option<Optional<TokenAccount.Strategy>> FLOW = new Option<>("gossip.flow", "rounds",
            "rounds, tokens or tokens:A,C with 1 <= A <= C <= " + TokenAccount.Strategy.CAPACITY_MAX,
            "when a node exchanges: after each round, or when it has news and tokens", RunOptions::flow);
    public static final Option<Staleness> STALENESS = new Option<>("gossip.staleness", "any",
            "any or 1 to 1000000 rounds", "rounds by which a peer may differ before an exchange with it counts less",
            text -> new Staleness(text.equals("any") ? Staleness.IGNORED : Quantities.wholeNumber(text, 1, 1_000_000)));
    public static final Option<String> MERGE_RULE = new Option<>("merge.rule", MixingRules.DEFAULT,
            String.join(", ", MixingRules.names()), "what replicas do about their differences",
            text -> MixingRules.byName(text).name());
    public static final Option<StopRule> STOP = new Option<>("stop", "", StopRule.ALLOWED, "when the run is over",
            StopRule::parse);
    public static final Option<Evaluation> EVALUATE = new Option<>("evaluate", "", Evaluation.ALLOWED,
            "when and on what accuracy is judged", Evaluation::parse);
    public static final Option<Long> SEED = new Option<>("seed", "1", "a whole number",
            "everything random comes from it", Long::parseLong);

    private static final List<Option<?>> ALL = List.of(DATA, SPLIT, PART, SCHEMA, MODEL, OPTIMIZER, LEARNING_RATE,
            MOMENTUM, BETA2, WEIGHT_DECAY, SCHEDULE, CLIP, BATCH, LOCAL_STEPS, SERVE, STRATEGY, COMPRESSION, FANOUT,
            INTERVAL, AHEAD,
            BLOCK, OVERLAY, BANDWIDTH_LIMIT, FLOW, STALENESS, MERGE_RULE, STOP, EVALUATE, SEED);

    /**
     * One node's place in a split.
     *
     * @param index from 0
     */
    public record Part(int index, int count) {

        /** Reads such as {@code 2/5}. */
        public static Part parse(String text) {
            String[] numbers = text.split("/", 2);
            if (numbers.length < 2) {
                throw new IllegalArgumentException(text);
            }
            int count = Quantities.wholeNumber(numbers[1].strip(), 1, 1_000_000);
            return new Part(Quantities.wholeNumber(numbers[0].strip(), 1, count) - 1, count);
        }
    }

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

    private static Optional<TokenAccount.Strategy> flow(String text) {
        return switch (text) {
            case "rounds" -> Optional.empty();
            case "tokens" -> Optional.of(TokenAccount.Strategy.DEFAULT);
            default -> {
                String[] numbers = text.startsWith("tokens:")
                        ? text.substring("tokens:".length()).split(",")
                        : new String[0];
                if (numbers.length != 2) {
                    throw new IllegalArgumentException(text);
                }
                yield Optional
                        .of(new TokenAccount.Strategy(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
            }
        };
    }

    private static String checkOverlay(String text) {
        Overlays.byName(text);
        return text;
    }

    private final Map<String, String> given;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private RunOptions(Map<String, String> given) {
        this.given = new LinkedHashMap<>(given);
        for (String name : given.keySet()) {
            if (byName(name).isEmpty()) {
                throw new UserMistakeException("There is no option '" + name + "'" + Nearest.hint(name, names())
                        + " Allowed are " + String.join(", ", names()));
            }
        }
        for (Option<?> option : ALL) {
            values.put(option.name(), option.parse(given.getOrDefault(option.name(), option.defaultText())));
        }
        checkCompression();
    }

    private void checkCompression() {
        StrategyRoom strategy = Rooms.ALL.strategy(get(STRATEGY));
        String compression = get(COMPRESSION);
        if (!strategy.compresses(compression)) {
            throw new UserMistakeException(COMPRESSION.name() + " is '" + compression + "', which " + STRATEGY.name()
                    + " '" + strategy.name() + "' cannot use: allowed are " + strategy.allowedCompressions());
        }
        if (strategy.needsNeighboursThatStay() && !Overlays.isStatic(get(OVERLAY))) {
            throw new UserMistakeException(OVERLAY.name() + " is '" + get(OVERLAY) + "', but " + STRATEGY.name()
                    + " '" + strategy.name()
                    + "' needs neighbours that stay: allowed are ring, regular:K and edges:A-B,…");
        }
    }

    /** What no strategy can use is refused before it is known which one is wanted. */
    private static String compression(String text) {
        if (Rooms.ALL.strategies().stream().noneMatch(strategy -> strategy.compresses(text))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** Checks what was given; everything else takes its default. */
    public static RunOptions of(Map<String, String> given) {
        return new RunOptions(given);
    }

    /** All options, in the order of help. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** The names of all options. */
    public static List<String> names() {
        return ALL.stream().<String>map(Option::name).toList();
    }

    /** The option of that name. */
    public static Optional<Option<?>> byName(String name) {
        return ALL.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** The value of an option. */
    @SuppressWarnings("unchecked") // Each value was made by the parser of the option under whose name it stands.
    public <T> T get(Option<T> option) {
        return (T) values.get(option.name());
    }

    /** What users gave explicitly, in their words. */
    public Map<String, String> given() {
        return new LinkedHashMap<>(given);
    }

    public boolean isGiven(Option<?> option) {
        return given.containsKey(option.name());
    }

    /** The words for an option's value: the user's or the default. */
    public String text(Option<?> option) {
        return given.getOrDefault(option.name(), option.defaultText());
    }

    /** These options with some set anew. */
    public RunOptions with(Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.putAll(changes);
        return new RunOptions(changed);
    }

    /** These options with one set anew. */
    public RunOptions with(Option<?> option, String text) {
        return with(Map.of(option.name(), text));
    }

    /** All options that were given, as {@code --name value} words for a command line. */
    public List<String> asArguments() {
        List<String> arguments = new ArrayList<>();
        given.forEach((name, text) -> {
            arguments.add("--" + name);
            arguments.add(text);
        });
        return arguments;
    }

    /** Whether the same was given, in the same words. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RunOptions options && given.equals(options.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }

    @Override
    public String toString() {
        return given.toString();
    }
}
