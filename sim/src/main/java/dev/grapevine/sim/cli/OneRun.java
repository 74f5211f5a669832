package dev.grapevine.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.result.RunLines;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.ProgressBar;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.report.ComparisonTable;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.report.html.HtmlReport;
import dev.grapevine.sim.report.html.RunReport;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.trace.TraceFile;
import dev.grapevine.sim.world.LivenessOutcome;
import dev.grapevine.sim.world.Moment;

/**
 * The run of one scenario, with progress for the user.
 *
 * @param file   file of the scenario
 * @param again  arguments that repeat the run
 * @param check  whether to check liveness in calm weather, and the expectations
 * @param out    folder for results, if wanted
 * @param trace  file for every step, if wanted
 * @param errors receives sentences for users at the end
 */
record OneRun(Scenario scenario, Path file, List<String> again, int threads, boolean check, Optional<Path> out,
        Optional<Path> trace, LiveText live, PrintWriter errors) {

    private static final int EXIT_FAILED = 1;

    private record Outcome(RunSummary summary, List<BaselineCurve> baselines) {}

    /** The exit code: 0 if all went well. */
    int run() {
        live.say(scenario.name() + ": " + scenario.nodes() + " nodes, seed "
                + scenario.options().get(ControlOptions.SEED));
        scenario.options().presetSentence().ifPresent(live::say);
        Optional<TraceFile> traceFile = trace.map(TraceFile::new);
        try {
            Outcome outcome = simulate(traceFile);
            live.finish(describe(outcome));
            outcome.summary.warnings().forEach(errors::println);
            return outcome.summary.exitCode(check);
        } catch (LawBrokenException e) {
            live.say(e.getMessage());
            live.say("To see it again: " + String.join(" ", again));
            return EXIT_FAILED;
        } finally {
            traceFile.ifPresent(TraceFile::close);
        }
    }

    private Outcome simulate(Optional<TraceFile> traceFile) {
        SimulationRun run = new SimulationRun(scenario);
        run.notes().forEach(live::say);
        traceFile.ifPresent(run::watchedBy);
        if (check) {
            run.thenCalm();
        }
        long startNanos = System.nanoTime();
        StopRule stop = scenario.options().get(ControlOptions.STOP);
        Optional<RunFolder> folder = out.map(RunFolder::create);
        try {
            RunSummary summary = run.run(threads, folder,
                    moment -> live.show(List.of(progress(moment, stop, startNanos))));
            run.calm().ifPresent(calm -> live.say(describe(calm)));
            run.compare(threads, folder, curve -> live.show(List.of(progress(curve))));
            folder.ifPresent(f -> HtmlReport.write(f.path().resolve(RunFolder.REPORT), run.report(
                    RunReport.Provenance.of(Optional.of(file), again))));
            return new Outcome(summary, run.baselines());
        } finally {
            folder.ifPresent(RunFolder::close);
        }
    }

    private static String progress(Moment moment, StopRule stop, long startNanos) {
        double accuracy = SimulationRun.meanAccuracy(moment);
        double byTime = stop.after().map(after -> moment.seconds() * 1e9 / after.toNanos()).orElse(0.0);
        double byAccuracy = stop.accuracy().isPresent() ? accuracy / stop.accuracy().getAsDouble() : 0;
        Duration wall = Duration.ofNanos(System.nanoTime() - startNanos);
        return String.format(Locale.ROOT, "%s  virtual %s, wall %s  accuracy %.4f  distance %.4f  sent %s per node",
                ProgressBar.of(Math.max(byTime, byAccuracy)),
                Quantities.show(Duration.ofNanos((long) (moment.seconds() * 1e9))), Quantities.show(wall), accuracy,
                moment.consensusDistance(), Quantities.showBytes(SimulationRun.meanBytes(moment)));
    }

    private static String describe(LivenessOutcome calm) {
        if (calm.exchanges() == 0) {
            return String.format(Locale.ROOT, "All had come together at a distance of %.4f", calm.distanceAfter());
        }
        return String.format(Locale.ROOT,
                "Then %.1f calm seconds: distance %.4f -> %.4f in %d exchanges; each left %.5f of the squares, %.5f by theory",
                calm.seconds(), calm.distanceBefore(), calm.distanceAfter(), calm.exchanges(),
                calm.measuredContraction(), calm.expectedContraction());
    }

    private static String progress(BaselineCurve curve) {
        BaselineCurve.Point last = curve.points().getLast();
        return String.format(Locale.ROOT, "Comparing with %s: virtual %s  accuracy %.4f  sent %s per node",
                curve.name(),
                Quantities.show(Duration.ofNanos((long) (last.seconds() * 1e9))), last.accuracy(),
                Quantities.showBytes(last.bytesPerNode()));
    }

    private List<String> describe(Outcome outcome) {
        RunSummary summary = outcome.summary;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT,
                "After %.1f virtual seconds (%.1f s wall): accuracy %.4f (%.4f to %.4f), consensus distance %.4f",
                summary.seconds(), summary.wallSeconds(), summary.accuracy().mean(), summary.accuracy().min(),
                summary.accuracy().max(), summary.consensusDistance()));
        lines.add(String.format(Locale.ROOT, "%d exchanges, %d given up; %.0f steps and %s sent per node",
                summary.exchanges(), summary.failedExchanges(), summary.stepsPerNode(),
                Quantities.showBytes(summary.bytesSentPerNode().mean())));
        lines.addAll(RunLines.of(summary));
        if (!outcome.baselines.isEmpty()) {
            lines.addAll(ComparisonTable.of(summary, outcome.baselines));
        }
        lines.add("traceHash " + summary.traceHash());
        out.ifPresent(folder -> lines.add(
                "Written to " + folder + "; the report is " + folder.resolve(RunFolder.REPORT)));
        trace.ifPresent(file -> lines.add("Every step is in " + file));
        return lines;
    }
}
