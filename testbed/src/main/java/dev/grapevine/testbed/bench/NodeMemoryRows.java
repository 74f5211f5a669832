package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The memory of a node after a while with a peer. */
final class NodeMemoryRows implements NodeRows {

    private static final String DIGITS = "memory/digits";
    private static final String MNIST = "memory/mnist-mlp128";
    private static final double MEGABYTE = 1e6;

    @Override
    public List<String> names() {
        return List.of(DIGITS, MNIST);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        List<Measurement> all = new ArrayList<>();
        if (wanted.contains(DIGITS)) {
            all.add(measure(DIGITS, NodeStartRows.Workload.DIGITS, lab));
        }
        if (wanted.contains(MNIST)) {
            all.add(NodeStartRows.Workload.mnist(lab.run()).map(workload -> measure(MNIST, workload, lab))
                    .orElseGet(() -> NodeLab.blank(MNIST,
                            "there is no folder mnist in " + BenchmarkRun.DATA_VARIABLE)));
        }
        return all;
    }

    private static Measurement measure(String row, NodeStartRows.Workload workload, NodeLab lab) {
        Duration time = lab.choose(Duration.ofSeconds(60), Duration.ofSeconds(15));
        List<String> addresses = NodeLab.loopback(2);
        String base = row.replace('/', '-');
        NodeLab.Guest first = lab.start(base + "-a", List.of(), List.of(),
                workload.with("--listen", addresses.get(0), "--part", "1/2"));
        lab.until(first, "a round", status -> status.path("rounds").asLong() > 0);
        NodeLab.Guest second = lab.start(base + "-b", List.of(), List.of(), workload.with("--listen", addresses.get(1),
                "--join", addresses.get(0), "--part", "2/2"));
        lab.untilExchanges(second, 1);
        NodeLab.rest(time);
        long exchanges = lab.untilExchanges(second, 1).path("exchanges").asLong();
        ProcessMemory memory = NodeLab.memory(second);
        lab.kill(second);
        lab.kill(first);
        if (memory.resident() == 0) {
            return NodeLab.blank(row, "this system has no /proc/PID/status with VmRSS");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("of", "one of two nodes after " + time.toSeconds() + " s and " + exchanges + " exchanges");
        columns.put("proportional share", megabytes(memory.proportional()));
        columns.put("anonymous", megabytes(memory.anonymous()));
        return NodeLab.of(row, workload.words(), "resident memory", memory.resident() / MEGABYTE, "MB").with(columns);
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? Math.round(bytes.getAsLong() / MEGABYTE) + " MB" : "not told";
    }
}
