package dev.grapevine.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.TargetTracker.Target;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.sim.baseline.BaselineCurve.Point;
import dev.grapevine.sim.baseline.BaselineCurve;

/** A run with gossip beside its baselines: accuracy in the end, and what each took to the run's highest targets. */
public final class ComparisonTable {

    private static final int TARGETS = 3;
    private static final String ROW = "  %-16s  %8s%s";
    private static final String CELL = "  %8s %10s";
    private static final String NOT_REACHED = String.format(CELL, "-", "");

    private ComparisonTable() {}

    /** The lines of the table. */
    public static List<String> of(RunSummary gossip, List<BaselineCurve> baselines) {
        List<Target> targets = gossip.targets().subList(Math.max(0, gossip.targets().size() - TARGETS),
                gossip.targets().size());
        List<String> lines = new ArrayList<>();
        lines.add(
                "Compared: accuracy in the end; seconds and bytes sent a node until an accuracy; what the server sent");
        StringBuilder heads = new StringBuilder();
        targets.forEach(target -> heads.append(String.format(CELL, "", "to " + number("%.2f", target.accuracy()))));
        lines.add(String.format(ROW, "", "accuracy", heads + "      server").stripTrailing());
        StringBuilder own = new StringBuilder();
        targets.forEach(target -> own.append(cell(target.seconds(), target.bytesSentPerNode())));
        Double accuracy = gossip.accuracy().mean();
        lines.add(String.format(ROW, "gossip", accuracy == null ? "-" : number("%.4f", accuracy), own));
        for (BaselineCurve curve : baselines) {
            lines.add(line(curve, targets));
        }
        return lines;
    }

    private static String line(BaselineCurve curve, List<Target> targets) {
        StringBuilder cells = new StringBuilder();
        for (Target target : targets) {
            Optional<Point> reached = curve.reached(target.accuracy());
            cells.append(reached.map(point -> cell(point.seconds(), point.bytesPerNode())).orElse(NOT_REACHED));
        }
        if (curve.points().isEmpty()) {
            return String.format(ROW, curve.name(), "-", cells).stripTrailing();
        }
        Point last = curve.points().getLast();
        String server = last.serverBytes() == 0
                ? ""
                : String.format("  %10s", Quantities.showBytes(last.serverBytes()));
        return String.format(ROW, curve.name(), number("%.4f", last.accuracy()), cells + server).stripTrailing();
    }

    private static String cell(double seconds, double bytes) {
        return String.format(CELL, number("%.1f s", seconds), Quantities.showBytes(bytes));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
