package dev.grapevine.sim.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.grapevine.node.experiment.Expectation;
import dev.grapevine.node.experiment.RunSummary;
import dev.grapevine.node.experiment.TargetTracker;

/**
 * What a report says first.
 *
 * @param title    the run's name
 * @param sentence what was run
 * @param good     whether what was expected held; null where nothing was
 * @param verdict  the same in words
 * @param laws     what was watched and held
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Headline(String title, String sentence, Boolean good, String verdict, List<Figure> figures,
        List<ExpectationRow> expectations, List<String> laws, List<TargetRow> targets) {

    /** A number that stands for itself, and what it is about. */
    record Figure(String name, String value, String detail) {}

    /** A condition, and how it came out. */
    record ExpectationRow(String condition, boolean holds, String value) {}

    /**
     * When an accuracy was first reached.
     *
     * @param run which curve; this run's has the name "this run"
     */
    record TargetRow(String run, String accuracy, String time, String steps, String bytes) {}

    private static final String THIS_RUN = "this run";

    static Headline of(RunReport report) {
        RunSummary summary = report.summary();
        long failed = summary.expectations().stream().filter(outcome -> !outcome.holds()).count();
        return new Headline(summary.name(), sentence(report), summary.expectations().isEmpty() ? null : failed == 0,
                verdict(summary.expectations().size(), failed), figures(report),
                summary.expectations().stream().map(Headline::row).toList(), report.laws(), targets(report));
    }

    private static String sentence(RunReport report) {
        RunSummary summary = report.summary();
        RunReport.Subject subject = report.subject();
        boolean simulated = summary.mode().equals("sim");
        return Texts.whole(summary.nodes()) + (simulated ? " simulated " : " real ")
                + (summary.nodes() == 1 ? "node" : "nodes") + " learned " + subject.data() + ", split "
                + subject.split()
                + ", with the model " + subject.model() + ", for " + Texts.duration(summary.seconds())
                + (simulated ? " of virtual time" : "") + "; seed " + summary.seed() + ", Grapevine "
                + summary.version() + ".";
    }

    private static String verdict(int expectations, long failed) {
        if (expectations == 0) {
            return "Nothing was expected of this run";
        }
        if (failed > 0) {
            return failed + " of " + expectations + (expectations == 1 ? " expectation" : " expectations")
                    + (failed == 1 ? " does not hold" : " do not hold");
        }
        return expectations == 1 ? "The expectation holds" : "All " + expectations + " expectations hold";
    }

    private static List<Figure> figures(RunReport report) {
        RunSummary summary = report.summary();
        List<Figure> figures = new ArrayList<>();
        String measure = report.subject().measure();
        figures.add(new Figure("mean " + measure, Texts.fraction(summary.accuracy().mean()),
                Texts.fraction(summary.accuracy().min()) + " to " + Texts.fraction(summary.accuracy().max())));
        figures.add(new Figure("averaged model", Texts.fraction(summary.averagedModelAccuracy()), measure));
        figures.add(new Figure("consensus distance", Texts.fraction(summary.consensusDistance()), "over the norm"));
        figures.add(new Figure("sent per node", Texts.bytes(summary.bytesSentPerNode().mean()),
                "at most " + Texts.bytes(summary.bytesSentPerNode().max())));
        figures.add(new Figure("steps per node", Texts.whole(summary.stepsPerNode()),
                "in " + Texts.whole(summary.roundsPerNode()) + " rounds"));
        figures.add(new Figure("exchanges", Texts.whole(summary.exchanges()),
                Texts.whole(summary.failedExchanges()) + " given up"));
        return figures;
    }

    private static ExpectationRow row(Expectation.Outcome outcome) {
        return new ExpectationRow(outcome.name(), outcome.holds(),
                outcome.value() == null ? Texts.UNKNOWN : Texts.significant(outcome.value()));
    }

    private static List<TargetRow> targets(RunReport report) {
        List<TargetRow> rows = new ArrayList<>();
        report.summary().targets().forEach(target -> rows.add(row(THIS_RUN, target)));
        for (ComparedCurve curve : report.baselines()) {
            TargetTracker tracker = new TargetTracker();
            curve.points().forEach(point -> tracker.observe(point.accuracy(), point.seconds(), point.stepsPerNode(),
                    point.bytesPerNode()));
            tracker.reached().forEach(target -> rows.add(row(curve.name(), target)));
        }
        return rows;
    }

    private static TargetRow row(String run, TargetTracker.Target target) {
        return new TargetRow(run, String.format(Locale.ROOT, "%.2f", target.accuracy()),
                Texts.seconds(target.seconds()), Texts.whole(target.stepsPerNode()),
                Texts.bytes(target.bytesSentPerNode()));
    }
}
