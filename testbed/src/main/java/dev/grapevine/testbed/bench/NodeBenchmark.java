package dev.grapevine.testbed.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code bench node}: what real node processes take, of time, of memory and of the wire, and what attackers take from them. */
final class NodeBenchmark implements Benchmark {

    private static final List<NodeRows> ROWS = List.of(new NodeStartRows(), new NodeMemoryRows(),
            new NodeClusterRows(), new NodeTransportRows(),
            new NodeExchangeRows(), new NodeFloodRows());

    @Override
    public String name() {
        return "node";
    }

    @Override
    public String description() {
        return "a real node: time to start, memory, bytes while idle, the cost of TLS, and floods";
    }

    @Override
    public List<String> rows() {
        return ROWS.stream().flatMap(rows -> rows.names().stream()).toList();
    }

    @Override
    public List<String> sources() {
        return List.of("consensus/src/main", "gossip/src/main", "node/src/main",
                "testbed/src/main/java/dev/grapevine/testbed/bench",
                "testbed/src/main/java/dev/grapevine/testbed/launch");
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        List<Measurement> measurements = new ArrayList<>();
        for (NodeRows rows : ROWS) {
            Set<String> wanted = new LinkedHashSet<>(rows.names());
            wanted.removeIf(row -> !run.wants(row));
            if (!wanted.isEmpty()) {
                run.say("node " + String.join(" ", wanted));
                measure(rows, wanted, run).forEach(measurement -> measurements.add(run.keep(measurement)));
            }
        }
        return measurements;
    }

    private static List<Measurement> measure(NodeRows rows, Set<String> wanted, BenchmarkRun run) {
        try (NodeLab lab = new NodeLab(run)) {
            return rows.measure(wanted, lab);
        } catch (NotMeasuredException e) {
            return wanted.stream().map(row -> NodeLab.blank(row, e.getMessage())).toList();
        }
    }
}
