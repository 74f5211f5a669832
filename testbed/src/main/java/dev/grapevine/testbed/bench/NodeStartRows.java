package dev.grapevine.testbed.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The time of a node from its launch until it answers, and until it has exchanged with a node that runs. */
final class NodeStartRows implements NodeRows {

    private static final String STATUS = "start/status";
    private static final String EXCHANGE = "start/exchange";
    private static final double NANOS = 1e9;

    /** The model and data of nodes. */
    record Workload(String words, List<String> options) {

        static final Workload DIGITS = new Workload("digits, softmax", List.of("--data", "digits"));

        /** {@code mlp:128} on MNIST; empty without the data. */
        static Optional<Workload> mnist(BenchmarkRun run) {
            return run.data("mnist").map(Path::toAbsolutePath).map(folder -> new Workload("MNIST, mlp:128",
                    List.of("--data", "idx:" + folder, "--model", "mlp:128")));
        }

        List<String> with(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return all;
        }
    }

    @Override
    public List<String> names() {
        return List.of(STATUS, EXCHANGE);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        List<Measurement> all = new ArrayList<>(measure(Workload.DIGITS, wanted, lab));
        Optional<Workload> mnist = Workload.mnist(lab.run());
        if (mnist.isPresent()) {
            all.addAll(measure(mnist.get(), wanted, lab));
        } else {
            lab.run().say("MNIST is not measured: there is no folder mnist in " + BenchmarkRun.DATA_VARIABLE);
        }
        return all;
    }

    private static List<Measurement> measure(Workload workload, Set<String> wanted, NodeLab lab) {
        int runs = lab.choose(5, 3);
        Cores cores = Cores.find();
        List<String> addresses = NodeLab.loopback(runs + 1);
        String base = workload.words().replaceAll("[^a-z]", "");
        NodeLab.Guest peer = lab.start(base + "-peer", cores.other(), List.of(),
                workload.with("--listen", addresses.getFirst()));
        lab.until(peer, "a round", status -> status.path("rounds").asLong() > 0);
        double[] status = new double[runs];
        double[] exchange = new double[runs];
        double[] processor = new double[runs];
        for (int i = 0; i < runs; i++) {
            long begin = System.nanoTime();
            NodeLab.Guest node = lab.start(base + i, cores.measured(), List.of(),
                    workload.with("--listen", addresses.get(i + 1), "--join", addresses.getFirst()));
            lab.until(node, "a status", any -> true);
            status[i] = (System.nanoTime() - begin) / NANOS;
            lab.untilExchanges(node, 1);
            exchange[i] = (System.nanoTime() - begin) / NANOS;
            processor[i] = NodeLab.processorTime(node).toNanos() / NANOS;
            lab.kill(node);
        }
        lab.kill(peer);
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("of", "median of " + runs + " launches, " + cores.words() + (hasCache()
                ? ", classes from the AOT cache"
                : ", no AOT cache"));
        columns.put("processor time to the exchange",
                MeasurementTable.number(OptionalDouble.of(Rates.median(processor))) + " s");
        List<Measurement> all = new ArrayList<>();
        if (wanted.contains(STATUS)) {
            all.add(NodeLab.of(STATUS, workload.words(), "launch to the first answer of GET /status",
                    Rates.median(status), "s").with(columns));
        }
        if (wanted.contains(EXCHANGE)) {
            all.add(NodeLab.of(EXCHANGE, workload.words(), "launch to the first finished exchange",
                    Rates.median(exchange), "s").with(columns));
        }
        return all;
    }

    /** Nodes have the flags of this process. */
    private static boolean hasCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("-XX:AOTCache="));
    }
}
