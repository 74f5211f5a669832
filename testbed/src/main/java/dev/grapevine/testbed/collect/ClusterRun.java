package dev.grapevine.testbed.collect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.result.BestMetrics;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunLines;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.fault.Turn;
import dev.grapevine.sim.report.html.FaultSpan;
import dev.grapevine.sim.report.html.HtmlReport;
import dev.grapevine.sim.report.html.RunReport.Provenance;
import dev.grapevine.sim.report.html.RunReport;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.testbed.disturb.Disturber;
import dev.grapevine.testbed.disturb.RealWeather;
import dev.grapevine.testbed.launch.Cluster;
import dev.grapevine.testbed.launch.NodeProcess;

/** One run with real processes, from their start to summary and report. */
public final class ClusterRun {

    private static final long POLL_MILLIS = 500;
    private static final int EXIT_MISTAKE = 2;
    private static final int FOUNDER = 0;
    /** Time limit of runs without one that never reach their goal. */
    private static final Duration LONGEST = Duration.ofHours(12);
    /** Longest wait, after the end of a run, for nodes that have just come back. */
    private static final double SETTLE_SECONDS = 30;

    private final Scenario scenario;
    private final RunSetup setup;
    private final Dataset test;
    private final Network network;
    private final RunFolder folder;
    private final LiveText live;
    private final Provenance provenance;
    private final StopRule stop;
    /** Whether nodes evaluate themselves on rows of their own, which no other process has. */
    private final boolean ownRows;
    private final BestMetrics best;
    private final TargetTracker targets = new TargetTracker();
    private final List<Sample> samples = new ArrayList<>();
    private final List<RunSummary.Stop> stops = new ArrayList<>();
    private long startNanos;
    private boolean allRan;

    /**
     * Loads what nodes are judged on. Takes a while. Refuses what real processes cannot be exposed to.
     *
     * @param provenance where the scenario comes from, for the report
     */
    public ClusterRun(Scenario scenario, RunFolder folder, LiveText live, Provenance provenance) {
        RealWeather.check(scenario);
        RunOptions options = scenario.options();
        this.scenario = scenario;
        this.folder = folder;
        this.live = live;
        this.provenance = provenance;
        this.stop = options.get(ControlOptions.STOP);
        this.setup = RunSetup.found(options);
        LoadedData data = options.get(TaskOptions.DATA).load(setup.schema());
        data.notes().forEach(live::say);
        this.test = data.test();
        this.network = setup.network();
        this.ownRows = options.get(ControlOptions.EVALUATE).holdout() || test.rows() == 0;
        requireRows(setup.split(data, scenario.nodes()));
        this.best = new BestMetrics(
                ownRows ? LocalRun.heldOut(data.train().rows() / scenario.nodes()) : test.rows(), network.outputs());
    }

    /** A node without rows would say so itself, but only when all processes have started. */
    private void requireRows(int[][] parts) {
        for (int node = 0; node < parts.length; node++) {
            int rows = parts[node].length - (ownRows ? LocalRun.heldOut(parts[node].length) : 0);
            if (rows < 1) {
                throw new UserMistakeException("data has no rows for node-" + node + " of " + parts.length
                        + ": allowed are fewer nodes, more rows, or another split");
            }
        }
    }

    /** Runs until the stop rule holds and all faults are over. */
    public RunSummary run() {
        // Folders of an earlier run would be taken for checkpoints.
        Path nodeFolders = folder.emptyFolder("nodes");
        try (Cluster cluster = Cluster.start(nodeFolders, scenario::optionsOf, scenario.nodes(),
                RealWeather.ways(scenario.weather()));
                NodeClient client = new NodeClient()) {
            ClusterWatch watch = new ClusterWatch(cluster, client);
            startNanos = System.nanoTime();
            awaitStart(cluster, watch);
            Dashboards.lines(cluster, nodeFolders).forEach(live::say);
            startNanos = System.nanoTime();
            allRan = true;
            RunSummary summary = watchUntilOver(cluster, client, watch);
            cluster.leave();
            return summary;
        }
    }

    private void awaitStart(Cluster cluster, ClusterWatch watch) {
        while (!watch.allAreRunning()) {
            pause();
            watch.poll();
            lookForStops(cluster, watch);
            List<String> lines = new ArrayList<>(watch.table());
            lines.add("Starting…");
            live.show(lines);
        }
    }

    /**
     * Looks for nodes that have stopped. If one did so because of options that it has for itself, the others go on, as
     * in a simulation; but not without their founder before all run.
     */
    private void lookForStops(Cluster cluster, ClusterWatch watch) {
        for (int i : watch.ended()) {
            NodeProcess node = cluster.node(i);
            if (node.exitCode().orElseThrow() != EXIT_MISTAKE || !hasOwnOptions(i) || watch.going() == 1
                    || i == FOUNDER && !allRan) {
                throw endOf(node, i);
            }
            watch.stopped(i);
            stops.add(new RunSummary.Stop(seconds(), i, node.lastWords()));
            live.say(String.format(Locale.ROOT, "%6.1f s  stop of [%d] by itself: %s", seconds(), i,
                    node.lastWords()));
        }
    }

    /** The failure of a node that ended by itself: a mistake or a bug, as its last line says. */
    private static RuntimeException endOf(NodeProcess node, int number) {
        int code = node.exitCode().orElseThrow();
        String sentence = "node-" + number + " stopped with code " + code + ": " + node.lastWords() + " (all of it in "
                + node.log() + ")";
        return code == EXIT_MISTAKE ? new UserMistakeException(sentence) : new IllegalStateException(sentence);
    }

    private boolean hasOwnOptions(int node) {
        return scenario.faults().stream()
                .anyMatch(fault -> fault instanceof Fault.OwnOptions own && own.nodes().contains(node));
    }

    private RunSummary watchUntilOver(Cluster cluster, NodeClient client, ClusterWatch watch) {
        Disturber disturber = new Disturber(cluster, scenario);
        double every = setup.options().get(ControlOptions.EVALUATE).every().toNanos() / 1e9;
        double lastMeasured = 0;
        double overSince = Double.POSITIVE_INFINITY;
        while (true) {
            pause();
            disturb(disturber, watch);
            watch.poll();
            lookForStops(cluster, watch);
            double accuracy = watch.meanAccuracy();
            targets.observe(accuracy, seconds(), watch.meanSteps(), watch.meanBytes());
            if (seconds() - lastMeasured >= every) {
                lastMeasured = seconds();
                watch.measureDistances();
                note(watch.samples(seconds()));
                best.add(seconds(), watch.evaluations());
            }
            live.show(tableAndState(watch));
            boolean over = stop.holds(elapsed(), watch.leastRounds(), accuracy) || elapsed().compareTo(LONGEST) > 0;
            overSince = over ? Math.min(overSince, seconds()) : Double.POSITIVE_INFINITY;
            boolean settled = watch.isSettled() || seconds() - overSince > SETTLE_SECONDS;
            if (over && settled && !disturber.isPending() && watch.allAreRunning()) {
                Optional<RunSummary> summary = finish(cluster, client, watch, disturber);
                if (summary.isPresent()) {
                    return summary.get();
                }
            }
        }
    }

    private void note(List<Sample> moment) {
        samples.addAll(moment);
        moment.forEach(folder::add);
    }

    private void disturb(Disturber disturber, ClusterWatch watch) {
        for (Turn turn : disturber.act(elapsed())) {
            turn.note().ifPresent(note -> live.say(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), note)));
            if (turn.fault() instanceof Fault.Crash crash && turn.begins()) {
                crash.nodes().forEach(watch::killed);
            }
        }
    }

    /** Evaluates the served models here; empty if they are not yet as good as the nodes report. */
    private Optional<RunSummary> finish(Cluster cluster, NodeClient client, ClusterWatch watch,
            Disturber disturber) {
        Map<Integer, float[]> served = collect(cluster, client::served);
        Optional<ConsensusDistance> measured = watch.measureDistances();
        if (served.size() < watch.going() || measured.isEmpty()) {
            return Optional.empty();
        }
        ConsensusDistance distance = measured.get();
        Map<Integer, Metrics> evaluations = new TreeMap<>();
        served.forEach((node, model) -> evaluations.put(node, Evaluator.evaluate(network, model, test)));
        Spread accuracy = Spread.of(evaluations.values().stream().map(Metrics::accuracy).toList());
        if (!stop.holds(elapsed(), watch.leastRounds(), accuracy.mean())) {
            return Optional.empty();
        }
        note(watch.samples(seconds()));
        double wall = seconds();
        best.add(wall, ownRows ? watch.evaluations() : evaluations);
        RunSummary.Quality quality = new RunSummary.Quality(accuracy,
                Spread.of(evaluations.values().stream().map(Metrics::loss).toList()),
                Evaluator.evaluate(network, distance.mean(), test).accuracy(), distance.rootMeanSquare());
        RunSummary.Training training = new RunSummary.Training(watch.meanSteps(), watch.meanRounds(),
                watch.suspectRounds(), watch.clampedValues());
        RunSummary.Gossip gossip = new RunSummary.Gossip(watch.exchanges(), watch.failedExchanges(),
                watch.limitsReached(),
                new RunSummary.BytesSent(watch.meanBytes(), watch.maxBytes()));
        RunSummary summary = RunSummary.of(
                new RunSummary.Subject(scenario.name(), setup.options().get(ControlOptions.SEED),
                        GrapevineVersion.text(),
                        "cluster", scenario.nodes()),
                new RunSummary.Lasted(wall, wall), quality, training, gossip, targets.reached())
                .withFaults(disturber.injected()).withFall(best.fall()).withStops(stops)
                .withExpectations(scenario.expect());
        folder.write(summary);
        HtmlReport.write(folder.path().resolve(RunFolder.REPORT), report(summary));
        Path model = folder.writeModel(network.layout(), distance.mean(), setup.metadata());
        evaluations.forEach((node, metrics) -> watch.note(node,
                String.format(Locale.ROOT, "%.4f", metrics.accuracy())));
        List<String> lines = new ArrayList<>(watch.table("judged"));
        lines.add("");
        lines.addAll(describe(summary));
        lines.add("The model is in " + model);
        lines.add("The report is " + folder.path().resolve(RunFolder.REPORT));
        live.finish(lines);
        return Optional.of(summary);
    }

    private RunReport report(RunSummary summary) {
        return new RunReport(summary, RunReport.Subject.of(setup), samples,
                FaultSpan.of(scenario.faults(), summary.seconds()), List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), List.of(), provenance);
    }

    private static List<String> describe(RunSummary summary) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "Mean accuracy %.4f (%.4f to %.4f); the averaged model %.4f",
                summary.accuracy().mean(), summary.accuracy().min(), summary.accuracy().max(),
                summary.averagedModelAccuracy()));
        lines.add(String.format(Locale.ROOT, "Consensus distance %.4f; sent %s a node; %d exchanges in %.1f s",
                summary.consensusDistance(), Quantities.showBytes(summary.bytesSentPerNode().mean()),
                summary.exchanges(), summary.seconds()));
        lines.addAll(RunLines.of(summary));
        return lines;
    }

    private List<String> tableAndState(ClusterWatch watch) {
        List<String> lines = new ArrayList<>(watch.table());
        lines.add(String.format(Locale.ROOT, "%6.1f s  mean accuracy %s  consensus distance %s", seconds(),
                ClusterTable.number(watch.meanAccuracy(), "%.4f"), ClusterTable.number(watch.meanDistance(), "%.4f")));
        return lines;
    }

    /** Answers by number of the node; silent nodes are left out. */
    private static Map<Integer, float[]> collect(Cluster cluster, Function<NodeProcess, Optional<float[]>> question) {
        Map<Integer, float[]> answers = new TreeMap<>();
        for (int i = 0; i < cluster.size(); i++) {
            int node = i;
            question.apply(cluster.node(i)).ifPresent(answer -> answers.put(node, answer));
        }
        return answers;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private double seconds() {
        return elapsed().toNanos() / 1e9;
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
