package dev.grapevine.node.run;

import java.util.List;

import dev.grapevine.gossip.parameters.ProtocolKnobs;
import dev.grapevine.node.replica.optimizer.Optimizers;
import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.node.replica.optimizer.ScheduleParser;
import dev.grapevine.node.words.Quantities;

/** Options of local training: the optimizer, its rounds, and the average that is served. */
public final class TrainingOptions {

    private static final int MAX_BATCH = 1 << 16;
    private static final long MIN_STEPS = 100;

    public static final Option<String> OPTIMIZER = Option.named("optimizer", Optimizers::checkName)
            .byDefault(Optimizers.DEFAULT).allowed(String.join(", ", Optimizers.names()))
            .does("how gradients become steps")
            .more("`sgd` is heavy ball, plain with `--momentum 0`; the betas of `adamw` are `momentum` and `beta2`; `qgm` is "
                    + "quasi-global momentum: on skewed data nodes stay closer together and tolerate a `learningRate` about four "
                    + "times as large")
            .advised().betweenRounds().declared();
    public static final Option<Double> LEARNING_RATE = Option
            .named("learningRate", text -> Quantities.number(text, 1e-12, 100)).byDefault("0.02")
            .allowed("more than 0 up to 100").does("step size")
            .advised("1e-6 to 10", rate -> rate >= 1e-6 && rate <= 10).betweenRounds().declared();
    public static final Option<Double> MOMENTUM = Option.named("momentum", text -> Quantities.number(text, 0, 0.9999))
            .byDefault("0.9").allowed("0 to 0.9999")
            .does("share of the last step that goes into the next; beta1 of adamw")
            .advised("0 to 0.999", momentum -> momentum <= 0.999).betweenRounds().declared();
    public static final Option<Double> BETA2 = Option.named("beta2", text -> Quantities.number(text, 0, 0.9999))
            .byDefault("0.99").allowed("0 to 0.9999").does("decay of adamw's mean of squared gradients")
            .advised().betweenRounds().declared();
    public static final Option<Double> WEIGHT_DECAY = Option
            .named("weightDecay", text -> Quantities.number(text, 0, 1)).byDefault("0").allowed("0 to 1")
            .does("pull of every parameter towards 0").advised("0 to 0.1", decay -> decay <= 0.1).betweenRounds()
            .declared();
    public static final Option<Schedule> SCHEDULE = Option.named("schedule", ScheduleParser::parse)
            .byDefault("constant").allowed(ScheduleParser.ALLOWED)
            .does("change of the learning rate over local steps")
            .advised("constant, and others from " + MIN_STEPS + " steps on", TrainingOptions::isSane).betweenRounds()
            .declared();
    public static final Option<Double> CLIP = Option.named("clip", text -> Quantities.number(text, 0, 1e6))
            .byDefault("0").allowed("0 to 1000000").does("maximum norm of a gradient; 0 = no limit")
            .advised("0, and from 0.001 on", norm -> norm == 0 || norm >= 1e-3).betweenRounds().declared();
    public static final Option<Integer> BATCH = Option
            .named("batch", text -> Quantities.wholeNumber(text, 1, MAX_BATCH)).byDefault("32")
            .allowed("1 to " + MAX_BATCH).does("rows per local step").advised("1 to 4096", rows -> rows <= 4096)
            .betweenRounds().declared();
    public static final Option<Integer> LOCAL_STEPS = Option
            .of(ProtocolKnobs.LOCAL_STEPS, "localSteps", text -> Option.autoOrUpTo(1_000_000, text))
            .more("`auto` chooses 64 to 256").advised("auto, and 1 to 100000", steps -> steps <= 100_000)
            .tried("auto", "1", "4", "4", "20").declared();
    public static final Option<Float> SERVE = Option
            .of(ProtocolKnobs.SERVE_DECAY, "serve", text -> (float) Quantities.number(text, 0, 0.9999))
            .allowed("0 to 0.9999").advised().tried("0", "0.5", "0.9").declared();

    /** The options, in the order of help. */
    static final List<Option<?>> ALL = List.of(OPTIMIZER, LEARNING_RATE, MOMENTUM, BETA2, WEIGHT_DECAY,
            SCHEDULE, CLIP, BATCH, LOCAL_STEPS, SERVE);

    private TrainingOptions() {}

    private static boolean isSane(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant _ -> true;
            case Schedule.StepDecay stairs -> stairs.every() >= MIN_STEPS && stairs.times() >= 0.01;
            case Schedule.Cosine cosine -> cosine.steps() >= MIN_STEPS && cosine.warmup() <= cosine.steps() / 2;
        };
    }
}
