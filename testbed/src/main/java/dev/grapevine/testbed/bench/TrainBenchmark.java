package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code bench train}: rows per second of training, for ten workloads. */
final class TrainBenchmark implements Benchmark {

    /**
     * The number of steps after which the velocities of units that no longer learn would have decayed into denormal
     * numbers.
     */
    static final int LONG_STEPS = 3000;
    static final String UNIT = "samples/s";
    static final List<String> SOURCES = List.of("consensus/src/main/java/dev/grapevine/consensus/kernel",
            "node/src/main/java/dev/grapevine/node/replica",
            "testbed/src/main/java/dev/grapevine/testbed/bench/TrainWorkload.java");

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ENDLESS = Duration.ofDays(1);
    private static final int TURNS = 7;
    private static final Duration TURN = Duration.ofMillis(500);

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "rows per second on one core of training, by SGD with momentum on images and AdamW on text, for ten workloads";
    }

    @Override
    public List<String> rows() {
        return TrainWorkload.Kind.ALL.stream().map(TrainWorkload.Kind::toString).toList();
    }

    @Override
    public List<String> sources() {
        return SOURCES;
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        Map<Boolean, TrainingData> data = new LinkedHashMap<>();
        List<Measurement> measurements = new ArrayList<>();
        for (TrainWorkload.Kind kind : TrainWorkload.Kind.ALL) {
            if (run.wants(kind.toString())) {
                measurements.add(run.keep(measure(kind, data.computeIfAbsent(kind.isText(),
                        isText -> isText ? TrainingData.text(run) : TrainingData.images(run)), run)));
            }
        }
        return measurements;
    }

    private Measurement measure(TrainWorkload.Kind kind, TrainingData data, BenchmarkRun run) {
        run.say("train " + kind);
        TrainWorkload workload = new TrainWorkload(kind, data);
        workload.warmUp(LONG_STEPS, run.isLong() ? ENDLESS : WARM_UP);
        List<Turn> turns = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            turns.add(workload.turn(TURN));
        }
        Optional<String> reason = Turn.voidReason("Grapevine", turns);
        reason.ifPresent(why -> run.say("Void: " + why));
        return Measurement.of(name(), parameters(kind, data), Turn.medianRate(turns), UNIT).unless(reason);
    }

    static Map<String, String> parameters(TrainWorkload.Kind kind, TrainingData data) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("model", kind.model());
        parameters.put("batch", String.valueOf(kind.batch()));
        parameters.put("data", data.word());
        return parameters;
    }
}
