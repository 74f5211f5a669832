package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.node.words.UserMistakeException;

/** {@code bench train}: rows per second of training, for eight workloads. */
final class TrainBenchmark implements Benchmark {

    /** By then the velocities of units that no longer learn would have decayed into denormal numbers. */
    static final int LONG_STEPS = 3000;
    static final String UNIT = "samples/s";

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ENDLESS = Duration.ofDays(1);
    private static final int CHUNKS = 7;
    private static final Duration CHUNK = Duration.ofMillis(500);

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "rows per second on one core of training by SGD with momentum, for eight workloads";
    }

    @Override
    public List<String> rows() {
        return TrainWorkload.Kind.ALL.stream().map(TrainWorkload.Kind::toString).toList();
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        TrainingImages images = TrainingImages.find(run);
        List<Measurement> measurements = new ArrayList<>();
        for (TrainWorkload.Kind kind : TrainWorkload.Kind.ALL) {
            if (run.wants(kind.toString())) {
                measurements.add(run.keep(measure(kind, images, run)));
            }
        }
        return measurements;
    }

    private Measurement measure(TrainWorkload.Kind kind, TrainingImages images, BenchmarkRun run) {
        run.say("train " + kind);
        TrainWorkload workload;
        try {
            workload = new TrainWorkload(kind, images.rows());
        } catch (UserMistakeException e) {
            run.say("Not measured: " + e.getMessage());
            return Measurement.blank(name(), parameters(kind, images), UNIT);
        }
        warmUp(workload, run);
        double[] rates = new double[CHUNKS];
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            rates[chunk] = workload.rowsPerSecond(CHUNK);
        }
        return Measurement.of(name(), parameters(kind, images), Rates.median(rates), UNIT);
    }

    /** Until denormal numbers would show, if the user wants that to be sure, or it does not take long. */
    static void warmUp(TrainWorkload workload, BenchmarkRun run) {
        workload.warmUp(LONG_STEPS, run.isLong() ? ENDLESS : WARM_UP);
    }

    static Map<String, String> parameters(TrainWorkload.Kind kind, TrainingImages images) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("model", kind.model());
        parameters.put("batch", String.valueOf(kind.batch()));
        parameters.put("data", images.word());
        return parameters;
    }
}
