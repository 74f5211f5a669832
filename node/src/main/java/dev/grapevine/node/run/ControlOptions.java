package dev.grapevine.node.run;

import java.util.List;

import dev.grapevine.node.words.Quantities;

/** Options that control a run: its end, its evaluation, its randomness, and presets of other options. */
public final class ControlOptions {

    private static final int MAX_REPLICAS = 5;

    public static final Option<StopRule> STOP = Option.named("stop", StopRule::parse).allowed(StopRule.ALLOWED)
            .does("when the run stops").more("At the first condition that holds").declared();
    public static final Option<Evaluation> EVALUATE = Option.named("evaluate", Evaluation::parse)
            .allowed(Evaluation.ALLOWED).does("when and on which data accuracy is evaluated").declared();
    public static final Option<Long> SEED = Option.named("seed", Long::parseLong).byDefault("1")
            .allowed("a whole number").does("source of all randomness").binds().declared();
    public static final Option<Preset> PRESET = Option.named("preset", Preset::byName).byDefault(Preset.NONE.name())
            .allowed(Preset.allowed())
            .does("options for a kind of network or device; options given explicitly take precedence")
            .declared();
    public static final Option<Integer> REPLICAS = Option
            .named("replicas", text -> Quantities.wholeNumber(text, 0, MAX_REPLICAS)).byDefault("0")
            .allowed("0 to " + MAX_REPLICAS)
            .does("how many peers keep a copy of the node's newest checkpoint, encrypted with its key")
            .more("In runs with invitations; `identity restore` fetches it").declared();

    /** The options, in the order of help. */
    static final List<Option<?>> ALL = List.of(STOP, EVALUATE, SEED, PRESET, REPLICAS);

    private ControlOptions() {}
}
