package dev.grapevine.testbed.collect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.result.Sample;
import dev.grapevine.testbed.launch.Cluster;

/** A cluster observed from outside: the last answers of its nodes, and counts that add up over their lives. */
final class ClusterWatch {

    private static final String KILLED = "killed";
    private static final String STARTING = "starting";
    private static final String SILENT = "silent";
    private static final String DOWN = "down";
    private static final String STOPPED = "stopped by itself";
    private static final long SETTLED_EXCHANGES = 5;

    private final Cluster cluster;
    private final NodeClient client;
    private final List<Optional<NodeStatus>> statuses;
    private final List<Double> distances;
    /** Words for the state of silent nodes. */
    private final List<String> absences;
    private final List<String> notes;
    /** Counts of a node's earlier lives. */
    private final long[] bytesBefore;
    private final long[] exchangesBefore;
    private final long[] failedBefore;
    private final long[] limitsBefore;
    private final long[] suspectBefore;
    private final boolean[] stopped;
    private double meanDistance = Double.NaN;

    ClusterWatch(Cluster cluster, NodeClient client) {
        this.cluster = cluster;
        this.client = client;
        int nodes = cluster.size();
        this.statuses = new ArrayList<>(Collections.nCopies(nodes, Optional.empty()));
        this.distances = new ArrayList<>(Collections.nCopies(nodes, Double.NaN));
        this.absences = new ArrayList<>(Collections.nCopies(nodes, STARTING));
        this.notes = new ArrayList<>(Collections.nCopies(nodes, ""));
        this.bytesBefore = new long[nodes];
        this.exchangesBefore = new long[nodes];
        this.failedBefore = new long[nodes];
        this.limitsBefore = new long[nodes];
        this.suspectBefore = new long[nodes];
        this.stopped = new boolean[nodes];
    }

    /** A node has stopped by itself, and the others go on without it. */
    void stopped(int node) {
        stopped[node] = true;
        notes.set(node, STOPPED);
    }

    /** Number of nodes that have not stopped by themselves. */
    int going() {
        return (int) IntStream.range(0, stopped.length).filter(node -> !stopped[node]).count();
    }

    /** Asks all nodes how they are. */
    void poll() {
        for (int i = 0; i < cluster.size(); i++) {
            Optional<NodeStatus> before = statuses.get(i);
            Optional<NodeStatus> now = client.status(cluster.node(i));
            boolean alive = cluster.node(i).isAlive();
            if (before.isPresent() && now.isEmpty() && !alive) {
                bytesBefore[i] += before.get().bytesSent();
                exchangesBefore[i] += before.get().exchanges();
                failedBefore[i] += before.get().failedExchanges();
                limitsBefore[i] += limitsReached(before.get());
                suspectBefore[i] += before.get().suspectRounds();
            }
            statuses.set(i, now);
            if (!alive) {
                absences.set(i, DOWN);
            } else if (now.isPresent()) {
                absences.set(i, SILENT);
            } else if (absences.get(i).equals(DOWN)) {
                absences.set(i, STARTING);
            }
            if (notes.get(i).equals(KILLED) && alive) {
                notes.set(i, "came back");
            }
            if (stopped[i] && alive) {
                // The end of a fault started it again.
                stopped[i] = false;
                notes.set(i, "came back");
            }
        }
    }

    /** A node was killed on purpose. */
    void killed(int node) {
        notes.set(node, KILLED);
    }

    /** Whether a node is down because it was killed on purpose. */
    private boolean wasKilled(int node) {
        return notes.get(node).equals(KILLED);
    }

    /** Nodes that are down and were not killed, by number, without those of which that is known. */
    List<Integer> ended() {
        return IntStream.range(0, stopped.length)
                .filter(node -> cluster.node(node).exitCode().isPresent() && !wasKilled(node) && !stopped[node]).boxed()
                .toList();
    }

    void note(int node, String what) {
        notes.set(node, what);
    }

    /**
     * Fetches all replicas that can be had, and measures how far apart they are.
     *
     * @return the distances, if every node answered that has not stopped by itself
     */
    Optional<ConsensusDistance> measureDistances() {
        List<float[]> replicas = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            int owner = i;
            client.replica(cluster.node(i)).ifPresent(replica -> {
                replicas.add(replica);
                owners.add(owner);
            });
        }
        Collections.fill(distances, Double.NaN);
        meanDistance = Double.NaN;
        if (replicas.isEmpty()) {
            return Optional.empty();
        }
        ConsensusDistance distance = ConsensusDistance.of(replicas);
        meanDistance = distance.rootMeanSquare();
        for (int k = 0; k < owners.size(); k++) {
            distances.set(owners.get(k), distance.of(k));
        }
        return owners.size() == going() ? Optional.of(distance) : Optional.empty();
    }

    /** One line of the series for each node that answers. */
    List<Sample> samples(double seconds) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            int node = i;
            statuses.get(i).ifPresent(status -> samples.add(new Sample(seconds, node, status.rounds(), status.steps(),
                    orNaN(status.accuracy()), orNaN(status.judgedLoss()), bytesBefore[node] + status.bytesSent(),
                    status.bytesReceived(), distances.get(node), status.peers().size())));
        }
        return samples;
    }

    /** The nodes as a table. */
    List<String> table() {
        return table("");
    }

    /** @param noted the title of the notes */
    List<String> table(String noted) {
        return ClusterTable.lines(statuses, distances, absences, notes, noted);
    }

    boolean allAreRunning() {
        return IntStream.range(0, statuses.size()).filter(node -> !stopped[node])
                .allMatch(node -> statuses.get(node).filter(status -> status.phase().equals("running")).isPresent());
    }

    /** Whether everybody sees everybody and has exchanged with others, those that came back late included. */
    boolean isSettled() {
        return going() <= 1
                || answering().stream().allMatch(status -> status.peers().size() == going() - 1
                        && status.exchanges() >= SETTLED_EXCHANGES);
    }

    /** Metrics that nodes report of themselves, by number; without silent nodes and those not evaluated yet. */
    Map<Integer, Metrics> evaluations() {
        return evaluations(statuses);
    }

    static Map<Integer, Metrics> evaluations(List<Optional<NodeStatus>> statuses) {
        Map<Integer, Metrics> evaluations = new HashMap<>();
        for (int i = 0; i < statuses.size(); i++) {
            int node = i;
            statuses.get(i).filter(status -> status.accuracy() != null && status.judgedLoss() != null).ifPresent(
                    status -> evaluations.put(node, new Metrics(status.accuracy(), status.judgedLoss())));
        }
        return evaluations;
    }

    /** NaN unless every node that answers has been judged. */
    double meanAccuracy() {
        boolean allJudged = answering().stream().map(NodeStatus::accuracy).allMatch(Objects::nonNull);
        return allJudged
                ? answering().stream().mapToDouble(NodeStatus::accuracy).average().orElse(Double.NaN)
                : Double.NaN;
    }

    /** Mean distance of the replicas when last fetched; NaN before. */
    double meanDistance() {
        return meanDistance;
    }

    double meanSteps() {
        return mean(NodeStatus::steps);
    }

    double meanRounds() {
        return mean(NodeStatus::rounds);
    }

    long leastRounds() {
        return answering().stream().mapToLong(NodeStatus::rounds).min().orElse(0);
    }

    double meanBytes() {
        return Arrays.stream(bytes()).average().orElse(0);
    }

    double maxBytes() {
        return Arrays.stream(bytes()).max().orElse(0);
    }

    /** Each exchange is counted by both of its sides. */
    long exchanges() {
        return sum(exchangesBefore, NodeStatus::exchanges) / 2;
    }

    long failedExchanges() {
        return sum(failedBefore, NodeStatus::failedExchanges);
    }

    long limitsReached() {
        return sum(limitsBefore, ClusterWatch::limitsReached);
    }

    private static long limitsReached(NodeStatus status) {
        return status.limitsReached().values().stream().mapToLong(count -> count).sum();
    }

    long suspectRounds() {
        return sum(suspectBefore, NodeStatus::suspectRounds);
    }

    /** Nodes keep this number over restarts. */
    long clampedValues() {
        return answering().stream().mapToLong(NodeStatus::clampedValues).sum();
    }

    private List<NodeStatus> answering() {
        return statuses.stream().flatMap(Optional::stream).toList();
    }

    private double mean(ToDoubleFunction<NodeStatus> what) {
        return answering().stream().mapToDouble(what).average().orElse(0);
    }

    private long sum(long[] before, ToLongFunction<NodeStatus> what) {
        return Arrays.stream(before).sum() + answering().stream().mapToLong(what).sum();
    }

    private double[] bytes() {
        double[] bytes = new double[statuses.size()];
        Arrays.setAll(bytes, i -> bytesBefore[i] + statuses.get(i).map(NodeStatus::bytesSent).orElse(0L));
        return bytes;
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }
}
