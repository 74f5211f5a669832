package dev.grapevine.node.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.grapevine.node.words.Quantities;

/** Messages to users at the end of every run with several nodes. */
public final class RunLines {

    private RunLines() {}

    /** Troubles, targets reached and expectations, one per line; empty if there are none. */
    public static List<String> of(RunSummary summary) {
        List<String> lines = new ArrayList<>();
        summary.troubles().ifPresent(lines::add);
        for (TargetTracker.Target target : summary.targets()) {
            lines.add(String.format(Locale.ROOT, "  accuracy %.2f after %.1f s, %.0f steps and %s per node",
                    target.accuracy(), target.seconds(), target.stepsPerNode(),
                    Quantities.showBytes(target.bytesSentPerNode())));
        }
        for (Expectation.Outcome expected : summary.expectations()) {
            lines.add((expected.holds() ? "  holds: " : "  does not hold: ") + expected.name() + " (it is "
                    + expected.value() + ")");
        }
        return lines;
    }
}
