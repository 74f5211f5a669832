package dev.grapevine.testbed.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import com.sun.management.OperatingSystemMXBean;

import dev.grapevine.gossip.room.Rooms;

/**
 * {@code bench sim}: how much the simulator does in a second of processor time, all its threads, compilers and garbage
 * collectors together, with every law checked.
 */
final class SimBenchmark implements Benchmark {

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();
    private static final int PARAMETERS = 1000;
    private static final String COMPRESSION = "modular:4";
    private static final String RATE = "exchanges per processor second";
    private static final String PROTOCOL = "protocol/";
    private static final String SPAMBASE = "spambase/100";
    private static final String MNIST = "mnist-softmax/1000";
    private static final Duration GOSSIPY_TIME = Duration.ofSeconds(8);

    /**
     * The protocol alone.
     *
     * @param warmUp whether it is run once before it counts
     */
    private record ProtocolRow(int nodes, int rounds, boolean warmUp, boolean isShort) {
        String name() {
            return PROTOCOL + nodes + "x" + rounds;
        }
    }

    private static final List<ProtocolRow> PROTOCOL_ROWS = List.of(new ProtocolRow(100, 8000, true, true),
            new ProtocolRow(1000, 800, true, true), new ProtocolRow(10_000, 80, true, false),
            new ProtocolRow(10_000, 1000, false, false), new ProtocolRow(100_000, 20, false, false));

    /** The result and cost of a piece of work. */
    private record Timed<T>(T result, double processorSeconds, double wallSeconds) {}

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String description() {
        return "the simulator: the protocol alone with up to 100 000 nodes, and with training";
    }

    @Override
    public List<String> rows() {
        List<String> rows = new ArrayList<>(PROTOCOL_ROWS.stream().map(ProtocolRow::name).toList());
        rows.add(SPAMBASE);
        rows.add(MNIST);
        return rows;
    }

    @Override
    public List<String> sources() {
        return List.of("consensus/src/main", "gossip/src/main", "node/src/main", "sim/src/main",
                "testbed/src/main/java/dev/grapevine/testbed/bench/ProtocolWorkload.java",
                "testbed/src/main/java/dev/grapevine/testbed/bench/LearningWorkload.java",
                "testbed/src/main/resources/gossipy_spambase.py");
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        List<Measurement> measurements = new ArrayList<>();
        for (ProtocolRow row : PROTOCOL_ROWS) {
            if (run.wants(row.name()) && (row.isShort() || !run.isShort())) {
                run.say("sim " + row.name());
                protocol(row).forEach(measurement -> measurements.add(run.keep(measurement)));
            }
        }
        if (run.wants(SPAMBASE)) {
            spambase(run).forEach(measurement -> measurements.add(run.keep(measurement)));
        }
        if (run.wants(MNIST) && !run.isShort()) {
            mnist(run).forEach(measurement -> measurements.add(run.keep(measurement)));
        }
        return measurements;
    }

    private List<Measurement> protocol(ProtocolRow row) {
        ProtocolWorkload workload = new ProtocolWorkload(row.nodes(), row.rounds(), PARAMETERS,
                Rooms.ALL.strategy("pairwise", COMPRESSION));
        if (row.warmUp()) {
            workload.run();
        }
        Timed<Long> timed = time(workload::run);
        return List.of(of(row.name(), "rate", timed.result() / timed.processorSeconds(), RATE),
                of(row.name(), "time", timed.wallSeconds(), "s on the wall").unless(stolen(timed)));
    }

    private List<Measurement> spambase(BenchmarkRun run) {
        Optional<Path> folder = folder(SPAMBASE, "spambase", run);
        if (folder.isEmpty()) {
            return List.of();
        }
        run.say("sim " + SPAMBASE);
        Path csv = folder.get().resolve("spambase.data");
        LearningWorkload workload = new LearningWorkload(100, options("csv:" + csv + ",label=last"), 1, 2000);
        workload.run(1);
        Timed<LearningWorkload.Outcome> timed = time(() -> workload.run(1));
        run.say(String.format(Locale.ROOT, "%s: accuracy %.4f, %d exchanges", SPAMBASE, timed.result().accuracy(),
                timed.result().exchanges()));
        Measurement row = of(SPAMBASE, "rate", timed.result().rounds() / timed.processorSeconds(),
                "node updates per processor second");
        GossipyProcess gossipy = new GossipyProcess(PythonScript.python(), Path.of("runs", "bench"));
        return List.of(gossipy.against(row, csv, GOSSIPY_TIME, run::say));
    }

    private List<Measurement> mnist(BenchmarkRun run) {
        Optional<Path> folder = folder(MNIST, "mnist", run);
        if (folder.isEmpty()) {
            return List.of();
        }
        run.say("sim " + MNIST);
        LearningWorkload workload = new LearningWorkload(1000, options("idx:" + folder.get()), 10, 100);
        Timed<LearningWorkload.Outcome> timed = time(
                () -> workload.run(Runtime.getRuntime().availableProcessors()));
        LearningWorkload.Outcome outcome = timed.result();
        double copies = (outcome.heapBytesPerNode() - (64 << 10)) / (Float.BYTES * outcome.parameters());
        run.say(String.format(Locale.ROOT, "%s: %.1f rounds and %.1f exchanges a node, accuracy %.4f", MNIST,
                outcome.rounds() / 1000.0, outcome.exchanges() / 1000.0, outcome.accuracy()));
        return List.of(of(MNIST, "time for 100 rounds", timed.wallSeconds() * 100 * 1000 / outcome.rounds(),
                "s on the wall").unless(stolen(timed)),
                of(MNIST, "memory beyond 64 KiB a node", copies, "float copies of the parameters"));
    }

    private static Map<String, String> options(String data) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("data", data);
        options.put("split", "iid");
        options.put("model", "softmax");
        options.put("batch", "32");
        options.put("seed", "7");
        return options;
    }

    private static Optional<Path> folder(String row, String dataset, BenchmarkRun run) {
        Optional<Path> folder = run.data(dataset);
        if (folder.isEmpty()) {
            run.say(row + " is not measured: there is no folder " + dataset + " in " + BenchmarkRun.DATA_VARIABLE);
        }
        return folder;
    }

    private static <T> Timed<T> time(Supplier<T> work) {
        long wall = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        T result = work.get();
        return new Timed<>(result, (SYSTEM.getProcessCpuTime() - processor) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    /** The reason why a time on the wall counts for nothing, if it does: one thread at least has work all the time. */
    private static Optional<String> stolen(Timed<?> timed) {
        return Turn.voidReason("the simulator", List.of(new Turn(1, seconds(timed.processorSeconds()),
                seconds(timed.wallSeconds()))));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private Measurement of(String row, String measure, double value, String unit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("row", row);
        parameters.put("measure", measure);
        return Measurement.of(name(), parameters, value, unit);
    }
}
