package dev.grapevine.sim.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.report.html.RunReport.Provenance;
import dev.grapevine.sim.report.html.RunReport.Subject;

/** Reports of runs that never were. */
final class Reports {

    static final Subject SUBJECT = new Subject("digits", "iid", "mlp:32", "accuracy");

    private Reports() {}

    static RunSummary summary(String name, int nodes, double seconds, List<Expectation.Outcome> expectations,
            List<TargetTracker.Target> targets) {
        return RunSummary.of(new RunSummary.Subject(name, 7, "0.1.0", "sim", nodes),
                new RunSummary.Lasted(seconds, 3.5),
                new RunSummary.Quality(new Spread(0.9, 0.8, 0.95), new Spread(0.3, 0.2, 0.4), 0.91, 0.05),
                new RunSummary.Training(1200, 120, 0, 0),
                new RunSummary.Gossip(400, 3, 0, new RunSummary.BytesSent(2e6, 3e6)), targets)
                .withOutcomes(expectations)
                .withTraceHash("0123456789abcdef");
    }

    /** What is known of every run, and nothing else. */
    static RunReport bare(RunSummary summary, List<Sample> samples) {
        return new RunReport(summary, SUBJECT, samples, List.of(), List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), List.of(), Provenance.UNKNOWN);
    }

    /** A report with every section. */
    static RunReport full(String name, int nodes, int moments) {
        List<Sample> samples = new ArrayList<>();
        for (int moment = 1; moment <= moments; moment++) {
            for (int node = 0; node < nodes; node++) {
                double wave = (node * 37 % 101) / 1000.0;
                samples.add(new Sample(moment, node, moment * 10L, moment * 100L + node, 0.5 + 0.3 * moment / moments
                        + wave, 1.0 / moment + wave, 1234L * moment + node, 1230L * moment, 0.3 / moment + wave, 12));
            }
        }
        TalkCounts talks = new TalkCounts(nodes);
        List<TimeBreakdown> times = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            talks.add(node, (node * 31 + 1) % nodes);
            times.add(new TimeBreakdown(40_000_000_000L + node, 2_000_000_000L, 9_000_000_000L, 1_000_000_000L));
        }
        RunSummary summary = summary(name, nodes, moments, List.of(new Expectation.Outcome("accuracy.min >= 0.7", true,
                0.8)), List.of(new TargetTracker.Target(0.8, 5, 500, 6170)));
        return new RunReport(summary, SUBJECT, samples,
                List.of(new FaultSpan("crash", "crash of [1]", 1, OptionalDouble.of(2))),
                List.of(new RunReport.AveragedAccuracy(1, 0.6), new RunReport.AveragedAccuracy(moments, 0.91)),
                List.of(new BaselineCurve("fedavg", List.of(new BaselineCurve.Point(1, 10, 5000, 0, 0.4, 2),
                        new BaselineCurve.Point(moments, 100, 50_000, 0, 0.86, 0.5)))),
                Optional.of(talks), times,
                List.of(new RunReport.TheoryPair("contraction", 0.75, 0.7812, "Of pairwise averaging.")),
                List.of("rounds never go back"), new Provenance("nodes: 3\n", "./grapevine sim file.yaml"));
    }
}
