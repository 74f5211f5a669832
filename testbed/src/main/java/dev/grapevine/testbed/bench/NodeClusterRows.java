package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.grapevine.testbed.launch.NetworkNamespaces;

/**
 * The traffic between nodes that do nothing, and the time in which they notice that one of them is dead. Each has a network
 * namespace and certificates.
 */
final class NodeClusterRows implements NodeRows {

    private static final String IDLE = "idle/10";
    private static final String DETECTION = "detection";
    private static final int NODES = 10;
    private static final int PORT = 7001;
    private static final String GONE = " is gone";
    private static final Duration SETTLES = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final double NANOS = 1e9;

    @Override
    public List<String> names() {
        return List.of(IDLE, DETECTION);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        NetworkNamespaces.refusal().ifPresent(why -> {
            throw new NotMeasuredException(why);
        });
        try (NetworkNamespaces network = new NetworkNamespaces(NODES)) {
            List<NodeLab.Guest> nodes = start(network, lab);
            List<Measurement> all = new ArrayList<>();
            if (wanted.contains(IDLE)) {
                all.add(idle(network, lab));
            }
            if (wanted.contains(DETECTION)) {
                all.add(detection(new ArrayList<>(nodes), lab));
            }
            nodes.forEach(lab::kill);
            return all;
        }
    }

    /** One after the other; each is paused after its first round. */
    private static List<NodeLab.Guest> start(NetworkNamespaces network, NodeLab lab) {
        List<NodeLab.Guest> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            List<String> arguments = new ArrayList<>(NodeStartRows.Workload.DIGITS.with("--listen",
                    network.address(i, PORT).toString(), "--gossip.interval", "500ms", "--part",
                    (i + 1) + "/" + NODES));
            if (i > 0) {
                arguments.addAll(List.of("--invite", lab.invitation(nodes.getFirst())));
            }
            NodeLab.Guest node = lab.start("member-" + i, List.of(), network.around(i), arguments);
            nodes.add(node);
            lab.until(node, "a round", status -> status.path("rounds").asLong() > 0);
            lab.insist(node, "POST", "/pause");
        }
        nodes.forEach(node -> lab.until(node, "all its peers",
                status -> status.path("peers").size() >= NODES - 1));
        NodeLab.rest(SETTLES);
        return nodes;
    }

    private static Measurement idle(NetworkNamespaces network, NodeLab lab) {
        Duration time = lab.choose(Duration.ofSeconds(60), Duration.ofSeconds(20));
        long begin = System.nanoTime();
        long before = sent(network);
        NodeLab.rest(time);
        long bytes = sent(network) - before;
        double seconds = (System.nanoTime() - begin) / NANOS;
        return NodeLab.of(IDLE, "paused, with certificates", "a node puts on the wire, headers included",
                bytes / seconds / NODES, "B/s").with(
                        Map.of("of", "mean of " + NODES + " nodes over " + time.toSeconds() + " s"));
    }

    private static long sent(NetworkNamespaces network) {
        long bytes = 0;
        for (int i = 0; i < NODES; i++) {
            bytes += network.bytesSent(i);
        }
        return bytes;
    }

    private static Measurement detection(List<NodeLab.Guest> nodes, NodeLab lab) {
        int deaths = lab.choose(2, 1);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < deaths; i++) {
            NodeLab.Guest victim = nodes.removeLast();
            Map<NodeLab.Guest, Long> before = new HashMap<>();
            nodes.forEach(node -> before.put(node, gone(node)));
            long begin = System.nanoTime();
            lab.kill(victim);
            while (!before.isEmpty()) {
                before.entrySet().removeIf(entry -> {
                    boolean knows = gone(entry.getKey()) > entry.getValue();
                    if (knows) {
                        seconds.add((System.nanoTime() - begin) / NANOS);
                    }
                    return knows;
                });
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new NotMeasuredException(before.size() + " nodes did not say within " + PATIENCE.toSeconds()
                            + " s that a node is gone");
                }
                NodeLab.rest(LOOK);
            }
        }
        return NodeLab.of(DETECTION, "kill -9 of one of " + NODES + " nodes", "until the others say that it is gone",
                Rates.median(seconds.stream().mapToDouble(Double::doubleValue).toArray()), "s").with(
                        Map.of("of", "median of " + seconds.size() + " nodes that noticed, " + deaths
                                + (deaths == 1 ? " death" : " deaths")));
    }

    /** The number of times that a node has said so far that a peer is gone. */
    private static long gone(NodeLab.Guest node) {
        Path log = node.process().log();
        try {
            return Files.readAllLines(log).stream().filter(line -> line.contains(GONE)).count();
        } catch (IOException e) {
            throw new NotMeasuredException("the file " + log + " cannot be read: " + e.getMessage(), e);
        }
    }
}
