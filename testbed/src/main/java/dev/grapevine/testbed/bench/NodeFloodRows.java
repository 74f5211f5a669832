package dev.grapevine.testbed.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The work that floods take from a node: the node has a core of its own, where the machine lets it, and the same flood
 * against another process is what it is compared with. Its peer is paused and answers only, so that it takes little of
 * the flood's core.
 */
final class NodeFloodRows implements NodeRows {

    private static final String PREFIX = "flood/";
    private static final List<FloodProgram.Kind> FLOODS = List.of(FloodProgram.Kind.CONNECTIONS,
            FloodProgram.Kind.LORIS, FloodProgram.Kind.CERTIFICATES);
    /** Time until a flood is at its height. */
    private static final Duration RISES = Duration.ofSeconds(2);
    private static final double MEGABYTE = 1e6;

    /** A process that ends with {@link #close}, or with this process. */
    private record Program(Process process) implements AutoCloseable {

        static Program start(List<String> around, FloodProgram.Kind kind, String to) {
            List<String> command = new ArrayList<>(around);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native")).toList());
            command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                    FloodProgram.class.getName(), kind.name(), to));
            try {
                return new Program(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
            } catch (IOException e) {
                throw new NotMeasuredException("a flood cannot be started: " + e.getMessage(), e);
            }
        }

        String line() {
            try {
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                String line = out.readLine();
                if (line == null) {
                    throw new NotMeasuredException("the sink has ended");
                }
                return line;
            } catch (IOException e) {
                throw new NotMeasuredException("the sink says nothing: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** The work of a node in the meantime. */
    private record Seen(double exchanges, double megabytes) {}

    @Override
    public List<String> names() {
        return FLOODS.stream().map(NodeFloodRows::row).toList();
    }

    private static String row(FloodProgram.Kind kind) {
        return PREFIX + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        Cores cores = Cores.find();
        NodeExchangeRows.Pair pair = NodeExchangeRows.Pair.start(lab, "flooded", true, cores.measured(),
                cores.other());
        lab.insist(pair.second(), "POST", "/pause");
        lab.insist(pair.first(), "POST", "/resume");
        List<Measurement> all = new ArrayList<>();
        try (Program sink = Program.start(cores.other(), FloodProgram.Kind.SINK, "")) {
            String sinkAt = "127.0.0.1:" + sink.line();
            // The compilers are done with what a node does all the time.
            seen(pair, RISES.multipliedBy(2));
            for (FloodProgram.Kind kind : FLOODS) {
                if (wanted.contains(row(kind))) {
                    all.addAll(measure(kind, pair, sinkAt, cores, lab));
                }
            }
        }
        return all;
    }

    private static List<Measurement> measure(FloodProgram.Kind kind, NodeExchangeRows.Pair pair, String sinkAt,
            Cores cores, NodeLab lab) {
        int runs = lab.choose(5, 1);
        Duration time = lab.choose(Duration.ofSeconds(4), Duration.ofSeconds(3));
        List<Seen> flooded = new ArrayList<>();
        List<Seen> spared = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            spared.add(under(kind, sinkAt, pair, time, cores));
            flooded.add(under(kind, pair.listen(), pair, time, cores));
        }
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("of", "median of " + runs + " runs of " + time.toSeconds() + " s, " + cores.words());
        YardstickProgram same = YardstickProgram.here("the same flood against a sink", "-", "none",
                FloodProgram.Kind.SINK.words());
        return List.of(
                NodeLab.of(row(kind), kind.words(), "exchanges", median(flooded, Seen::exchanges), "1/s")
                        .against(median(spared, Seen::exchanges), same).with(columns),
                NodeLab.of(row(kind), kind.words(), "resident memory", median(flooded, Seen::megabytes), "MB")
                        .against(median(spared, Seen::megabytes), same).with(columns));
    }

    private static double median(List<Seen> all, ToDoubleFunction<Seen> what) {
        return Rates.median(all.stream().mapToDouble(what).toArray());
    }

    private static Seen under(FloodProgram.Kind kind, String to, NodeExchangeRows.Pair pair, Duration time,
            Cores cores) {
        try (Program flood = Program.start(cores.other(), kind, to)) {
            NodeLab.rest(RISES);
            if (!flood.process().isAlive()) {
                throw new NotMeasuredException("the flood '" + kind.words() + "' has ended by itself");
            }
            return seen(pair, time);
        }
    }

    private static Seen seen(NodeExchangeRows.Pair pair, Duration time) {
        long begin = System.nanoTime();
        long before = pair.exchanges();
        NodeLab.rest(time);
        double exchanges = (pair.exchanges() - before) * 1e9 / (System.nanoTime() - begin);
        return new Seen(exchanges, NodeLab.memory(pair.first()).resident() / MEGABYTE);
    }
}
