package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code bench gemm}: products of matrices against the peak of the hardware, ojAlgo and OpenBLAS, all on one thread. */
final class GemmBenchmark implements Benchmark {

    private static final int TURNS = 7;
    private static final Duration TURN = Duration.ofMillis(25);
    private static final String UNIT = "GFLOP/s";

    @Override
    public String name() {
        return "gemm";
    }

    @Override
    public String description() {
        return "products of matrices, with the FMA peak, ojAlgo and OpenBLAS as yardsticks";
    }

    @Override
    public List<String> rows() {
        return GemmShape.ALL.stream().map(GemmShape::toString).toList();
    }

    @Override
    public List<String> sources() {
        return List.of("node/src/main/java/dev/grapevine/node/replica/kernel",
                "testbed/src/main/java/dev/grapevine/testbed/bench/GemmWorkload.java",
                "testbed/src/main/java/dev/grapevine/testbed/bench/GemmShape.java");
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        Optional<OpenBlas> blas = OpenBlas.load();
        if (blas.isEmpty()) {
            run.say("OpenBLAS (" + OpenBlas.LIBRARY
                    + ") is not there, so its rows have no yardstick: on Debian, apt-get"
                    + " install " + OpenBlas.PACKAGE + " brings it");
        }
        List<Measurement> measurements = new ArrayList<>();
        for (GemmShape shape : GemmShape.ALL) {
            if (run.wants(shape.toString())) {
                run.say("gemm " + shape);
                measure(shape, blas).forEach(measurement -> measurements.add(run.keep(measurement)));
            }
        }
        return measurements;
    }

    private List<Measurement> measure(GemmShape shape, Optional<OpenBlas> blas) {
        try (GemmWorkload workload = new GemmWorkload(shape)) {
            List<Runnable> ways = new ArrayList<>(List.of(workload::byGrapevine, workload::byOjalgo));
            blas.ifPresent(library -> ways.add(() -> workload.byOpenBlas(library)));
            PeakFlops peakLoop = new PeakFlops();
            // The peak has operations of its own: as if it did those of the shape, and then put right.
            ways.add(peakLoop);
            List<List<Turn>> turns = Rates.turns(ways, shape.operations() / 1e9, TURNS, TURN);
            double[] rates = turns.stream().mapToDouble(Turn::medianRate).toArray();
            double peak = rates[rates.length - 1] * PeakFlops.OPERATIONS / shape.operations();
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(against(shape, "FMA peak", rates[0]).against(peak, PeakFlops.program())
                    .unless(stolen(turns.getFirst(), "the FMA peak", turns.getLast())));
            measurements.add(against(shape, "ojAlgo float32", rates[0]).against(rates[1], GemmWorkload.ojalgo())
                    .unless(stolen(turns.getFirst(), "ojAlgo", turns.get(1))));
            Measurement openBlas = against(shape, "OpenBLAS sgemm", rates[0]);
            measurements.add(blas.map(library -> openBlas.against(rates[2], library.program())).orElse(openBlas)
                    .unless(stolen(turns.getFirst(), "the yardstick", turns.get(2))));
            return measurements;
        }
    }

    private static Optional<String> stolen(List<Turn> ours, String other, List<Turn> theirs) {
        return Turn.voidReason("Grapevine", ours).or(() -> Turn.voidReason(other, theirs));
    }

    private Measurement against(GemmShape shape, String yardstick, double value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("shape", shape.toString());
        parameters.put("use", shape.use());
        parameters.put("A", shape.aTransposed() ? "transposed" : "as it lies");
        parameters.put("against", yardstick);
        return Measurement.of(name(), parameters, value, UNIT);
    }
}
