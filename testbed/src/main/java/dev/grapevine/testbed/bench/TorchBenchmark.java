package dev.grapevine.testbed.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/** {@code bench compare-torch}: the workloads of {@code train} in turn with PyTorch, each on one thread. */
final class TorchBenchmark implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration ENDLESS = Duration.ofDays(1);
    private static final int TURNS = 7;
    private static final Duration TURN = Duration.ofMillis(700);

    @Override
    public String name() {
        return "compare-torch";
    }

    @Override
    public String description() {
        return "the same against PyTorch, which is installed by apt-get if it is missing";
    }

    @Override
    public List<String> rows() {
        return TrainWorkload.Kind.ALL.stream().map(TrainWorkload.Kind::toString).toList();
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        TrainingImages images = TrainingImages.find(run);
        List<Measurement> measurements = new ArrayList<>();
        try (TorchProcess torch = TorchProcess.start(Path.of("runs", "bench"), images)) {
            for (TrainWorkload.Kind kind : TrainWorkload.Kind.ALL) {
                if (run.wants(kind.toString())) {
                    Optional<Measurement> kept = run.kept(name(), TrainBenchmark.parameters(kind, images));
                    measurements.add(kept.orElseGet(() -> run.keep(measure(kind, images, torch, run))));
                }
            }
        }
        return measurements;
    }

    private Measurement measure(TrainWorkload.Kind kind, TrainingImages images, TorchProcess torch, BenchmarkRun run) {
        run.say("compare-torch " + kind);
        Duration patience = run.isLong() ? ENDLESS : WARM_UP;
        torch.warmUp(kind, TrainBenchmark.LONG_STEPS, patience);
        double[] theirs = new double[TURNS];
        Measurement blank = Measurement.blank(name(), TrainBenchmark.parameters(kind, images), TrainBenchmark.UNIT);
        TrainWorkload workload;
        try {
            workload = new TrainWorkload(kind, images.rows());
        } catch (UserMistakeException e) {
            run.say("Only PyTorch is measured: " + e.getMessage());
            for (int turn = 0; turn < TURNS; turn++) {
                theirs[turn] = torch.rowsPerSecond(kind, TURN);
            }
            return blank.against(Rates.median(theirs));
        }
        workload.warmUp(TrainBenchmark.LONG_STEPS, patience);
        double[] ours = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            ours[turn] = workload.rowsPerSecond(TURN);
            theirs[turn] = torch.rowsPerSecond(kind, TURN);
        }
        return Measurement.of(name(), blank.parameters(), Rates.median(ours), TrainBenchmark.UNIT)
                .against(Rates.median(theirs));
    }
}
