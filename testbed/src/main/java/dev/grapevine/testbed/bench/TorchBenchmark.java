package dev.grapevine.testbed.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return "the same against PyTorch, which is installed by apt-get with OpenBLAS if it is missing";
    }

    @Override
    public List<String> rows() {
        return TrainWorkload.Kind.ALL.stream().map(TrainWorkload.Kind::toString).toList();
    }

    @Override
    public List<String> sources() {
        return Stream.concat(TrainBenchmark.SOURCES.stream(),
                Stream.of("testbed/src/main/resources/torch_training.py")).toList();
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        TrainingData images = TrainingData.images(run);
        TrainingData text = TrainingData.text(run);
        List<Measurement> measurements = new ArrayList<>();
        try (TorchProcess torch = TorchProcess.start(PythonScript.python(), Path.of("runs", "bench"), images.path(),
                text.path())) {
            run.say("Against " + torch.program());
            for (TrainWorkload.Kind kind : TrainWorkload.Kind.ALL) {
                if (run.wants(kind.toString())) {
                    TrainingData data = kind.isText() ? text : images;
                    Optional<Measurement> kept = run.kept(name(), TrainBenchmark.parameters(kind, data))
                            .filter(run::isOfThisCode);
                    measurements.add(kept.orElseGet(() -> run.keep(measure(kind, data, torch, run))));
                }
            }
        }
        return measurements;
    }

    private Measurement measure(TrainWorkload.Kind kind, TrainingData data, TorchProcess torch, BenchmarkRun run) {
        run.say("compare-torch " + kind);
        TrainWorkload workload = new TrainWorkload(kind, data);
        LossCheck check = check(kind, workload, torch);
        Duration patience = run.isLong() ? ENDLESS : WARM_UP;
        torch.warmUp(kind, TrainBenchmark.LONG_STEPS, patience);
        workload.warmUp(TrainBenchmark.LONG_STEPS, patience);
        List<Turn> ours = new ArrayList<>();
        List<Turn> theirs = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            ours.add(workload.turn(TURN));
            theirs.add(torch.turn(kind, TURN));
        }
        Measurement row = Measurement.of(name(), TrainBenchmark.parameters(kind, data), Turn.medianRate(ours),
                TrainBenchmark.UNIT).against(Turn.medianRate(theirs), torch.program())
                .with(check.columns(TorchProcess.NAME));
        return judged(row, check, ours, theirs, run);
    }

    private static LossCheck check(TrainWorkload.Kind kind, TrainWorkload workload, TorchProcess torch) {
        float[] initial = workload.parameters();
        TrainWorkload.Checked checked = workload.check(LossCheck.STEPS);
        return new LossCheck(checked.loss(), torch.check(kind, initial, checked.rows()));
    }

    /** A row is void where the programs did not do the same, or where one of them did not have the machine to itself. */
    static Measurement judged(Measurement row, LossCheck check, List<Turn> ours, List<Turn> theirs, BenchmarkRun run) {
        Optional<String> reason = check.voidReason().or(() -> Turn.voidReason("Grapevine", ours))
                .or(() -> Turn.voidReason(TorchProcess.NAME, theirs));
        reason.ifPresent(why -> run.say("Void: " + why + "; of the time that each had a core, Grapevine "
                + MeasurementTable.number(row.value()) + " and " + TorchProcess.NAME + " "
                + MeasurementTable.number(row.yardstick()) + " " + row.unit()));
        return row.unless(reason);
    }
}
