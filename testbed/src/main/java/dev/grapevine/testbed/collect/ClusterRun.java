package dev.grapevine.testbed.collect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.node.cli.LiveText;
import dev.grapevine.node.experiment.GrapevineVersion;
import dev.grapevine.node.experiment.Quantities;
import dev.grapevine.node.experiment.RunFolder;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.experiment.RunSetup;
import dev.grapevine.node.experiment.RunSummary;
import dev.grapevine.node.experiment.Sample;
import dev.grapevine.node.experiment.Scenario;
import dev.grapevine.node.experiment.Spread;
import dev.grapevine.node.experiment.StopRule;
import dev.grapevine.node.experiment.TargetTracker;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.replica.Evaluator;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.testbed.disturb.Disturber;
import dev.grapevine.testbed.launch.Cluster;
import dev.grapevine.testbed.launch.NodeProcess;

/** One experiment with real processes, from starting them to what they leave behind. */
public final class ClusterRun {

    private static final long POLL_MILLIS = 500;
    /** A run that has no time limit of its own and gets nowhere must end some day. */
    private static final Duration LONGEST = Duration.ofHours(12);

    /** How long a run that is over waits for nodes that have just come back. */
    private static final double SETTLE_SECONDS = 30;
    private static final long SETTLED_EXCHANGES = 5;

    private final Scenario scenario;
    private final RunSetup setup;
    private final Dataset test;
    private final Network network;
    private final RunFolder folder;
    private final LiveText live;
    private final StopRule stop;
    private final TargetTracker targets = new TargetTracker();
    private final List<Optional<NodeStatus>> statuses;
    /** What a node had sent in lives that are over. */
    private final long[] bytesBefore;
    private final long[] exchangesBefore;
    private final long[] failedBefore;
    private final long[] incarnations;
    private final List<Double> distances;
    private final List<String> notes;
    private double meanDistance = Double.NaN;
    private long startNanos;

    public ClusterRun(Scenario scenario, RunFolder folder, LiveText live) {
        this.scenario = scenario;
        this.folder = folder;
        this.live = live;
        this.stop = scenario.options().get(RunOptions.STOP);
        RunOptions options = scenario.options();
        this.setup = RunSetup.found(options, options.get(RunOptions.DATA).describe());
        this.test = options.get(RunOptions.DATA).load(setup.schema()).test();
        this.network = setup.network();
        int nodes = scenario.nodes();
        this.statuses = new ArrayList<>(Collections.nCopies(nodes, Optional.empty()));
        this.distances = new ArrayList<>(Collections.nCopies(nodes, Double.NaN));
        this.notes = new ArrayList<>(Collections.nCopies(nodes, ""));
        this.bytesBefore = new long[nodes];
        this.exchangesBefore = new long[nodes];
        this.failedBefore = new long[nodes];
        this.incarnations = new long[nodes];
    }

    /** Runs until the stop rule holds and all faults are over. */
    public RunSummary run() {
        // Folders that an earlier run left would be taken for checkpoints to go on from.
        Path nodeFolders = folder.emptyFolder("nodes");
        boolean links = Disturber.needsLinks(scenario.faults());
        try (Cluster cluster = Cluster.start(nodeFolders, scenario.options(), scenario.nodes(), links);
                NodeClient client = new NodeClient()) {
            awaitStart(cluster, client);
            startNanos = System.nanoTime();
            Disturber disturber = new Disturber(cluster, scenario.faults());
            RunSummary summary = watch(cluster, client, disturber);
            cluster.leave();
            return summary;
        }
    }

    private void awaitStart(Cluster cluster, NodeClient client) {
        boolean all = false;
        while (!all) {
            poll(cluster, client);
            all = statuses.stream().allMatch(status -> status.filter(s -> s.phase().equals("running")).isPresent());
            failIfOneEnded(cluster);
            live.show(table());
            if (!all) {
                pause();
            }
        }
    }

    /** A node that ends by itself has found a mistake or a bug; its last words say which. */
    private void failIfOneEnded(Cluster cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            NodeProcess node = cluster.node(i);
            if (node.exitCode().isPresent() && !notes.get(i).startsWith("killed")) {
                String sentence = "node-" + i + " stopped with code " + node.exitCode().get() + ": "
                        + node.lastWords() + " (all of it in " + node.log() + ")";
                if (node.exitCode().get() == 2) {
                    throw new UserMistakeException(sentence);
                }
                throw new IllegalStateException(sentence);
            }
        }
    }

    private RunSummary watch(Cluster cluster, NodeClient client, Disturber disturber) {
        double every = setup.options().get(RunOptions.EVALUATE).every().toNanos() / 1e9;
        double lastMeasured = 0;
        double overSince = Double.POSITIVE_INFINITY;
        while (true) {
            pause();
            for (String what : disturber.act(elapsed())) {
                live.say(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), what));
            }
            noteWhoIsDown(cluster);
            poll(cluster, client);
            failIfOneEnded(cluster);
            double accuracy = meanAccuracy();
            targets.observe(accuracy, seconds(), meanSteps(), meanBytes());
            if (seconds() - lastMeasured >= every) {
                lastMeasured = seconds();
                measureDistances(cluster, client);
                addSamples();
            }
            live.show(table());
            boolean over = stop.holds(elapsed(), leastRounds(), accuracy) || elapsed().compareTo(LONGEST) > 0;
            overSince = over ? Math.min(overSince, seconds()) : Double.POSITIVE_INFINITY;
            boolean waitedEnough = seconds() - overSince > SETTLE_SECONDS;
            if (over && !disturber.isPending() && allAnswer() && (isSettled() || waitedEnough)) {
                Optional<RunSummary> summary = finish(cluster, client, disturber);
                if (summary.isPresent()) {
                    return summary.get();
                }
            }
        }
    }

    /** Judges the served models themselves; empty if they are not yet as good as the nodes' own reports said. */
    private Optional<RunSummary> finish(Cluster cluster, NodeClient client, Disturber disturber) {
        List<float[]> served = collect(cluster, client::served);
        List<float[]> replicas = collect(cluster, client::replica);
        if (served.size() < cluster.size() || replicas.size() < cluster.size()) {
            return Optional.empty();
        }
        List<Judgement> judgements = served.stream().map(model -> Evaluator.judge(network, model, test)).toList();
        Spread accuracy = Spread.of(judgements.stream().map(Judgement::accuracy).toList());
        if (!stop.holds(elapsed(), leastRounds(), accuracy.mean())) {
            return Optional.empty();
        }
        ConsensusDistance distance = ConsensusDistance.of(replicas);
        Judgement averaged = Evaluator.judge(network, distance.mean(), test);
        for (int i = 0; i < cluster.size(); i++) {
            distances.set(i, distance.of(i));
        }
        meanDistance = distance.rootMeanSquare();
        addSamples();
        double wall = seconds();
        double maxBytes = Arrays.stream(allBytes()).max().orElse(0);
        RunSummary summary = new RunSummary(scenario.name(), setup.options().get(RunOptions.SEED),
                GrapevineVersion.text(), "cluster", scenario.nodes(), wall, wall, accuracy,
                Spread.of(judgements.stream().map(Judgement::loss).toList()), averaged.accuracy(),
                distance.rootMeanSquare(), meanSteps(), meanOf(NodeStatus::rounds), sum(exchangesBefore,
                        NodeStatus::exchanges) / 2,
                sum(failedBefore, NodeStatus::failedExchanges),
                new RunSummary.BytesSent(meanBytes(), maxBytes), targets.reached(), disturber.injected(), List.of(),
                null).expecting(scenario.expect());
        folder.write(summary);
        Path model = folder.writeModel(network.layout(), distance.mean(), setup.metadata());
        live.finish(finalLines(summary, model, judgements));
        return Optional.of(summary);
    }

    private List<String> finalLines(RunSummary summary, Path model, List<Judgement> judgements) {
        for (int i = 0; i < judgements.size(); i++) {
            notes.set(i, String.format(Locale.ROOT, "judged %.4f", judgements.get(i).accuracy()));
        }
        List<String> lines = new ArrayList<>(table());
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Mean accuracy %.4f (%.4f to %.4f); the averaged model %.4f",
                summary.accuracy().mean(), summary.accuracy().min(), summary.accuracy().max(),
                summary.averagedModelAccuracy()));
        lines.add(String.format(Locale.ROOT, "Consensus distance %.4f; sent %s a node; %d exchanges in %.1f s",
                summary.consensusDistance(), Quantities.showBytes(summary.bytesSentPerNode().mean()),
                summary.exchanges(), summary.seconds()));
        for (TargetTracker.Target target : summary.targets()) {
            lines.add(String.format(Locale.ROOT, "  accuracy %.2f after %.1f s, %.0f steps and %s a node",
                    target.accuracy(), target.seconds(), target.stepsPerNode(),
                    Quantities.showBytes(target.bytesSentPerNode())));
        }
        summary.expectations().forEach(outcome -> lines.add((outcome.holds() ? "  holds: " : "  does not hold: ")
                + outcome.name() + " (it is " + outcome.value() + ")"));
        lines.add("The model lies in " + model);
        return lines;
    }

    private void poll(Cluster cluster, NodeClient client) {
        for (int i = 0; i < cluster.size(); i++) {
            Optional<NodeStatus> now = client.status(cluster.node(i));
            Optional<NodeStatus> before = statuses.get(i);
            if (now.isPresent() && now.get().incarnation() != incarnations[i]) {
                incarnations[i] = now.get().incarnation();
            }
            if (now.isEmpty() && before.isPresent() && !cluster.node(i).isAlive()) {
                bytesBefore[i] += before.get().bytesSent();
                exchangesBefore[i] += before.get().exchanges();
                failedBefore[i] += before.get().failedExchanges();
            }
            statuses.set(i, now);
        }
    }

    private void noteWhoIsDown(Cluster cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            boolean alive = cluster.node(i).isAlive();
            if (!alive) {
                notes.set(i, "killed");
            } else if (notes.get(i).equals("killed")) {
                notes.set(i, "came back");
            }
        }
    }

    private void measureDistances(Cluster cluster, NodeClient client) {
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
        if (!replicas.isEmpty()) {
            ConsensusDistance distance = ConsensusDistance.of(replicas);
            meanDistance = distance.rootMeanSquare();
            for (int k = 0; k < owners.size(); k++) {
                distances.set(owners.get(k), distance.of(k));
            }
        }
    }

    private void addSamples() {
        for (int i = 0; i < statuses.size(); i++) {
            int node = i;
            statuses.get(i).ifPresent(status -> folder.add(new Sample(seconds(), node, status.rounds(), status.steps(),
                    orNaN(status.accuracy()), orNaN(status.judgedLoss()), bytesBefore[node] + status.bytesSent(),
                    status.bytesReceived(), distances.get(node), status.peers().size())));
        }
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>(ClusterTable.lines(statuses, distances, notes));
        if (startNanos != 0) {
            lines.add(String.format(Locale.ROOT, "%6.1f s  mean accuracy %s  consensus distance %s", seconds(),
                    Double.isNaN(meanAccuracy()) ? "-" : String.format(Locale.ROOT, "%.4f", meanAccuracy()),
                    Double.isNaN(meanDistance) ? "-" : String.format(Locale.ROOT, "%.4f", meanDistance)));
        } else {
            lines.add("Starting…");
        }
        return lines;
    }

    private static List<float[]> collect(Cluster cluster,
            Function<NodeProcess, Optional<float[]>> question) {
        List<float[]> answers = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            question.apply(cluster.node(i)).ifPresent(answers::add);
        }
        return answers;
    }

    /** Whether everybody sees everybody and has exchanged with others, those that came back late included. */
    private boolean isSettled() {
        return statuses.stream().flatMap(Optional::stream).allMatch(
                status -> status.peers().size() == statuses.size() - 1
                        && (status.exchanges() >= SETTLED_EXCHANGES || statuses.size() == 1));
    }

    private boolean allAnswer() {
        return statuses.stream().allMatch(status -> status.filter(s -> s.phase().equals("running")).isPresent());
    }

    /** NaN unless every node that answers has been judged. */
    private double meanAccuracy() {
        List<NodeStatus> answering = statuses.stream().flatMap(Optional::stream).toList();
        boolean allJudged = !answering.isEmpty()
                && answering.stream().map(NodeStatus::accuracy).allMatch(Objects::nonNull);
        return allJudged
                ? answering.stream().mapToDouble(NodeStatus::accuracy).average().orElse(Double.NaN)
                : Double.NaN;
    }

    private double meanOf(ToDoubleFunction<NodeStatus> what) {
        return statuses.stream().flatMap(Optional::stream).mapToDouble(what).average().orElse(0);
    }

    private double meanSteps() {
        return meanOf(NodeStatus::steps);
    }

    private double[] allBytes() {
        double[] bytes = new double[statuses.size()];
        Arrays.setAll(bytes, i -> bytesBefore[i] + statuses.get(i).map(NodeStatus::bytesSent).orElse(0L));
        return bytes;
    }

    private double meanBytes() {
        return Arrays.stream(allBytes()).average().orElse(0);
    }

    private long sum(long[] before, ToLongFunction<NodeStatus> what) {
        return Arrays.stream(before).sum() + statuses.stream().flatMap(Optional::stream).mapToLong(what).sum();
    }

    private long leastRounds() {
        return statuses.stream().flatMap(Optional::stream).mapToLong(NodeStatus::rounds).min().orElse(0);
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private double seconds() {
        return startNanos == 0 ? 0 : elapsed().toNanos() / 1e9;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
