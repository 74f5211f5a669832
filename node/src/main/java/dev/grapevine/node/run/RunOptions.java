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
import dev.grapevine.gossip.parameters.ProtocolKnobs;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Overlay;
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
 * Options: the task and how it is learned, the same for {@code node}, {@code cluster}, {@code sim} and {@code train}. Immutable;
 * everything in it has been checked.
 */
public final class RunOptions {

    /** The most nodes that a run may have. */
    public static final int MAX_NODES = 1_000_000;

    private static final int MAX_BATCH = 1 << 16;
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
    private static final long FEWEST_BYTES_PER_SECOND = 1_000;
    private static final long FEWEST_STEPS = 100;

    public static final Option<DataSource> DATA = Option.named("data", DataSource::parse).byDefault("digits")
            .allowed(
                    "digits, idx:DIR, csv:FILE[,label=…][,test=…][,task=…][,stream], libsvm:FILE[,test=…][,features=N][,stream], "
                            + "text:FILE[,block=N][,test=…]")
            .does("what to learn from")
            .more("`digits` is built in; `idx` has MNIST's four files, gzipped or not; `label` is `first`, `last`, a number or "
                    + "a name; `test` is a file or a fraction; `task` is `classify` or `regress`; csv takes `missing=drop` "
                    + "too; `text` learns characters; several csv or text files are joined with `+`")
            .declared();
    public static final Option<Split> SPLIT = Option.named("split", Split::parse).byDefault("iid")
            .allowed("iid, stratified, dirichlet:ALPHA, shards:K, by:COLUMN, files, speaker")
            .does("which rows each node has").more("`speaker` is for plays").declared();
    public static final Option<Part> PART = Option.named("part", Part::parse).byDefault("1/1")
            .allowed("I/N with I from 1 to N").does("which part of the split this node has").declared();
    public static final Option<Optional<Path>> SCHEMA = Option
            .<Optional<Path>>named("schema", text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)))
            .allowed("a file that 'data --schema' wrote")
            .does("columns, classes and scaling agreed on beforehand; without it sums over the founder's rows, and those of nodes that start with it, decide")
            .declared();
    public static final Option<ModelSpec> MODEL = Option.named("model", ModelSpec::parse).byDefault("mlp:128")
            .allowed(ModelSpec.ALLOWED).does("the model to train")
            .more("For images `cnn` (LeNet-5) and `cnn:32,64,512` (5 x 5 convolutions with pooling, then a dense layer of the "
                    + "last number); for text `gpt` and `gru`; all but `linear` and `softmax` take `,dropout=0.5` at the "
                    + "end (0 to 0.9), which drops values before the last layer, in `gpt` those of the embedding and of what "
                    + "each attention and each perceptron adds")
            .binds().tried("softmax", "mlp:8", "mlp:8", "mlp:24").declared();
    public static final Option<String> OPTIMIZER = Option.named("optimizer", Optimizers::checkName)
            .byDefault(Optimizers.DEFAULT).allowed(String.join(", ", Optimizers.names()))
            .does("how gradients become steps")
            .more("`sgd` is heavy ball, plain with `--momentum 0`; the betas of `adamw` are `momentum` and `beta2`; `qgm` is "
                    + "quasi-global momentum: on skewed data nodes stay closer together and bear a `learningRate` some four "
                    + "times as large")
            .advised().betweenRounds().declared();
    public static final Option<Double> LEARNING_RATE = Option
            .named("learningRate", text -> Quantities.number(text, 1e-12, 100)).byDefault("0.02")
            .allowed("more than 0 up to 100").does("size of a step")
            .advised("1e-6 to 10", rate -> rate >= 1e-6 && rate <= 10).betweenRounds().declared();
    public static final Option<Double> MOMENTUM = Option.named("momentum", text -> Quantities.number(text, 0, 0.9999))
            .byDefault("0.9").allowed("0 to 0.9999")
            .does("how much of the last step goes into the next; beta1 of adamw")
            .advised("0 to 0.999", momentum -> momentum <= 0.999).betweenRounds().declared();
    public static final Option<Double> BETA2 = Option.named("beta2", text -> Quantities.number(text, 0, 0.9999))
            .byDefault("0.99").allowed("0 to 0.9999").does("how much of the mean of squared gradients adamw keeps")
            .advised().betweenRounds().declared();
    public static final Option<Double> WEIGHT_DECAY = Option
            .named("weightDecay", text -> Quantities.number(text, 0, 1)).byDefault("0").allowed("0 to 1")
            .does("pull of every parameter towards 0").advised("0 to 0.1", decay -> decay <= 0.1).betweenRounds()
            .declared();
    public static final Option<Schedule> SCHEDULE = Option.named("schedule", ScheduleParser::parse)
            .byDefault("constant").allowed(ScheduleParser.ALLOWED)
            .does("what becomes of the learning rate, by local steps")
            .advised("constant, and others from " + FEWEST_STEPS + " steps on", RunOptions::isSane).betweenRounds()
            .declared();
    public static final Option<Double> CLIP = Option.named("clip", text -> Quantities.number(text, 0, 1e6))
            .byDefault("0").allowed("0 to 1000000").does("greatest norm of a gradient; 0 = any")
            .advised("0, and from 0.001 on", norm -> norm == 0 || norm >= 1e-3).betweenRounds().declared();
    public static final Option<Integer> BATCH = Option
            .named("batch", text -> Quantities.wholeNumber(text, 1, MAX_BATCH)).byDefault("32")
            .allowed("1 to " + MAX_BATCH).does("rows per local step").advised("1 to 4096", rows -> rows <= 4096)
            .betweenRounds().declared();
    public static final Option<Integer> LOCAL_STEPS = Option
            .of(ProtocolKnobs.LOCAL_STEPS, "localSteps", text -> autoOrUpTo(1_000_000, text))
            .more("`auto` chooses 64 to 256").advised("auto, and 1 to 100000", steps -> steps <= 100_000)
            .tried("auto", "1", "4", "4", "20").declared();
    public static final Option<Float> SERVE = Option
            .of(ProtocolKnobs.SERVE_DECAY, "serve", text -> (float) Quantities.number(text, 0, 0.9999))
            .allowed("0 to 0.9999").advised().tried("0", "0.5", "0.9").declared();
    public static final Option<String> STRATEGY = Option
            .named("gossip.strategy", name -> Rooms.ALL.strategy(name).name())
            .byDefault(Rooms.ALL.strategyNames().getFirst()).allowed(String.join(", ", Rooms.ALL.strategyNames()))
            .does("how replicas come to agree")
            .more("`pairwise`: any two nodes may exchange; `choco`: neighbours on a `ring`, `regular:K` or `edges:…` overlay "
                    + "remember each other and send compressed changes; `age`: nodes send values and await nothing, for "
                    + "links that work in one direction only")
            .binds().declared();
    public static final Option<String> COMPRESSION = Option.named("gossip.compression", RunOptions::compression)
            .byDefault(DeltaCodecs.DEFAULT).allowed(Rooms.ALL.allowedCompressions()).does("how parameters travel")
            .more("To compare with, which agree slowly or never with `pairwise`: `int8`, `int4`, `randomk`, `topk`")
            .binds()
            .declared();
    public static final Option<Integer> FANOUT = Option
            .of(ProtocolKnobs.FANOUT, "gossip.fanout", text -> Quantities.wholeNumber(text, 0, 64))
            .advised("1 to 16", exchanges -> exchanges >= 1 && exchanges <= 16).tried("1", "1", "2", "3").declared();
    public static final Option<Duration> INTERVAL = Option
            .of(ProtocolKnobs.INTERVAL, "gossip.interval", Quantities::duration).allowed("a duration such as 500ms")
            .advised("0 to 10 min", interval -> interval.compareTo(LONGEST_INTERVAL) <= 0).tried("0", "0", "700ms")
            .declared();
    public static final Option<Integer> AHEAD = Option
            .of(ProtocolKnobs.AHEAD, "gossip.ahead", text -> autoOrUpTo(FlowParameters.AHEAD_MAX, text))
            .more("It waits up to ten seconds; `auto` chooses 16 to 1024: few where data are skewed, many where they are even")
            .advised().declared();
    public static final Option<Integer> BLOCK = Option
            .of(ProtocolKnobs.BLOCK_SIZE, "gossip.block", text -> Quantities.wholeNumber(text, 16, 1 << 17))
            .allowed("16 to 131072").binds().tried("16", "64", "4096").declared();
    public static final Option<Overlay> OVERLAY = Option.of(ProtocolKnobs.OVERLAY, "gossip.overlay", Overlays::byName)
            .more("`complementary`: rather those whose classes are other ones than its own; every node then tells all others "
                    + "its shares of the classes; `edges` are between the numbers that names end with, such as `node-1`")
            .binds().declared();
    public static final Option<Long> BANDWIDTH_LIMIT = Option
            .of(ProtocolKnobs.BANDWIDTH_LIMIT, "gossip.bandwidthLimit", RunOptions::bandwidthLimit)
            .allowed("none or 1B/s to 10GB/s, such as 100KB/s").does("what a node sends at most")
            .advised("none, and from 1KB/s on", rate -> rate <= 0 || rate >= FEWEST_BYTES_PER_SECOND)
            .tried("none", "none", "none", "none", "2KB/s", "20KB/s").declared();
    public static final Option<Optional<TokenAccount.Strategy>> FLOW = Option
            .of(ProtocolKnobs.FLOW, "gossip.flow", ProtocolKnobs.FLOW.form().read())
            .more("`tokens:A,C`: a node saves up to C tokens and spends them when it has news, the sooner the smaller A")
            .advised().tried("rounds", "rounds", "rounds", "tokens", "tokens:2,4").declared();
    public static final Option<Staleness> STALENESS = Option
            .of(ProtocolKnobs.STALENESS, "gossip.staleness",
                    text -> new Staleness(text.equals("any")
                            ? Staleness.IGNORED
                            : Quantities.wholeNumber(text, 1, 1_000_000)))
            .more(ProtocolKnobs.STALENESS.formula()).advised().tried("any", "any", "1", "8").declared();
    public static final Option<String> MERGE_RULE = Option
            .named("merge.rule", text -> MixingRules.byName(text).name()).byDefault(MixingRules.DEFAULT)
            .allowed(String.join(", ", MixingRules.names())).does("what replicas do about their differences").binds()
            .declared();
    public static final Option<StopRule> STOP = Option.named("stop", StopRule::parse).allowed(StopRule.ALLOWED)
            .does("when the run is over").more("The first that holds").declared();
    public static final Option<Evaluation> EVALUATE = Option.named("evaluate", Evaluation::parse)
            .allowed(Evaluation.ALLOWED).does("when and on what accuracy is judged").declared();
    public static final Option<Long> SEED = Option.named("seed", Long::parseLong).byDefault("1")
            .allowed("a whole number").does("everything random comes from it").binds().declared();
    public static final Option<Preset> PRESET = Option.named("preset", Preset::byName).byDefault(Preset.NONE.name())
            .allowed(Preset.allowed()).does("options that suit a kind of network or device; what is given besides wins")
            .declared();

    private static final List<Option<?>> ALL = List.of(DATA, SPLIT, PART, SCHEMA, MODEL, OPTIMIZER, LEARNING_RATE,
            MOMENTUM, BETA2, WEIGHT_DECAY, SCHEDULE, CLIP, BATCH, LOCAL_STEPS, SERVE, STRATEGY, COMPRESSION, FANOUT,
            INTERVAL, AHEAD,
            BLOCK, OVERLAY, BANDWIDTH_LIMIT, FLOW, STALENESS, MERGE_RULE, STOP, EVALUATE, SEED, PRESET);

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

    private static int autoOrUpTo(int most, String text) {
        return text.equals("auto") ? ProtocolParameters.AUTO : Quantities.wholeNumber(text, 1, most);
    }

    private static boolean isSane(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant _ -> true;
            case Schedule.Stairs stairs -> stairs.every() >= FEWEST_STEPS && stairs.times() >= 0.01;
            case Schedule.Cosine cosine -> cosine.steps() >= FEWEST_STEPS && cosine.warmup() <= cosine.steps() / 2;
        };
    }

    private final Map<String, String> given;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Preset preset;

    private RunOptions(Map<String, String> given) {
        this.given = new LinkedHashMap<>(given);
        for (String name : given.keySet()) {
            if (byName(name).isEmpty()) {
                throw new UserMistakeException("There is no option '" + name + "'" + Nearest.hint(name, names())
                        + " Allowed are " + String.join(", ", names()));
            }
        }
        preset = PRESET.parse(given.getOrDefault(PRESET.name(), PRESET.defaultText()));
        for (Option<?> option : ALL) {
            values.put(option.name(), option.parse(text(option)));
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
        if (strategy.needsNeighboursThatStay() && !get(OVERLAY).isStatic()) {
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

    /** Whether it was given, or is set by the preset. */
    boolean isChosen(Option<?> option) {
        return isGiven(option) || preset.sets().containsKey(option.name());
    }

    /** The words for an option's value: the user's, those of the preset or the default. */
    public String text(Option<?> option) {
        return given.getOrDefault(option.name(), preset.sets().getOrDefault(option.name(), option.defaultText()));
    }

    /** What the preset sets where nothing else was given, as a sentence without its full stop; empty without a preset. */
    public Optional<String> presetSentence() {
        if (preset.equals(Preset.NONE)) {
            return Optional.empty();
        }
        List<String> sets = new ArrayList<>();
        preset.sets().forEach((name, text) -> {
            if (!given.containsKey(name)) {
                sets.add(name + "=" + text);
            }
        });
        return Optional.of("Preset " + preset.name() + " sets " + (sets.isEmpty()
                ? "nothing that was not given"
                : String.join(", ", sets)));
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
