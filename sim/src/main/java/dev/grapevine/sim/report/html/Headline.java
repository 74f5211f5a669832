package dev.grapevine.sim.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.sim.baseline.BaselineCurve;

/**
 * The head of a report.
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
     * The first time of an accuracy.
     *
     * @param compared when, and after how many bytes, each baseline reached it
     */
    record TargetRow(String accuracy, String time, String steps, String bytes, List<String> compared) {}

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
        if (summary.suspectRounds() > 0 || summary.clampedValues() > 0) {
            figures.add(new Figure("bad rounds", Texts.whole(summary.suspectRounds()),
                    Texts.whole(summary.clampedValues()) + " values clamped"));
        }
        return figures;
    }

    private static ExpectationRow row(Expectation.Outcome outcome) {
        return new ExpectationRow(outcome.name(), outcome.holds(),
                outcome.value() == null ? Texts.UNKNOWN : Texts.significant(outcome.value()));
    }

    private static List<TargetRow> targets(RunReport report) {
        List<TargetTracker.Target> own = report.summary().targets();
        List<List<TargetTracker.Target>> compared = report.baselines().stream().map(Headline::reached).toList();
        // Accuracies are reached in their order, so the run with most targets has all of them.
        List<TargetTracker.Target> most = Stream.concat(Stream.of(own), compared.stream())
                .max(Comparator.comparingInt(List::size)).orElseThrow();
        return IntStream.range(0, most.size()).mapToObj(i -> new TargetRow(
                String.format(Locale.ROOT, "%.2f", most.get(i).accuracy()),
                at(own, i, target -> Texts.seconds(target.seconds())),
                at(own, i, target -> Texts.whole(target.stepsPerNode())),
                at(own, i, target -> Texts.bytes(target.bytesSentPerNode())),
                compared.stream().map(targets -> at(targets, i, Headline::timeAndBytes)).toList())).toList();
    }

    private static String at(List<TargetTracker.Target> targets, int i, Function<TargetTracker.Target, String> show) {
        return i < targets.size() ? show.apply(targets.get(i)) : Texts.UNKNOWN;
    }

    private static String timeAndBytes(TargetTracker.Target target) {
        return Texts.seconds(target.seconds()) + ", " + Texts.bytes(target.bytesSentPerNode());
    }

    private static List<TargetTracker.Target> reached(BaselineCurve curve) {
        TargetTracker tracker = new TargetTracker();
        curve.points().forEach(point -> tracker.observe(point.accuracy(), point.seconds(), point.stepsPerNode(),
                point.bytesPerNode()));
        return tracker.reached();
    }
}
