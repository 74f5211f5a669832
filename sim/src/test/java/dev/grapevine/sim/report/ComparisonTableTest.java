package dev.grapevine.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker.Target;
import dev.grapevine.sim.baseline.BaselineCurve.Point;
import dev.grapevine.sim.baseline.BaselineCurve;

/** The table that users see. */
class ComparisonTableTest {

    private static RunSummary gossip(List<Target> targets) {
        return RunSummary.of(new RunSummary.Subject("a run", 1, "1", "sim", 4), new RunSummary.Lasted(60, 1),
                new RunSummary.Quality(new Spread(0.96, 0.95, 0.97), new Spread(null, null, null), null, null),
                new RunSummary.Training(0, 0, 0, 0),
                new RunSummary.Gossip(0, 0, 0, new RunSummary.BytesSent(2e6, 3e6)), targets);
    }

    private static final BaselineCurve FEDAVG = new BaselineCurve("fedavg", List.of(
            new Point(10, 100, 4e5, 6e6, 0.86, 0.5), new Point(20, 200, 8e5, 12e6, 0.91, 0.3)));
    private static final BaselineCurve CENTRALISED = new BaselineCurve("centralised",
            List.of(new Point(10, 100, 0, 0, 0.97, 0.1)));

    @Test
    void comparison_hasTheThreeHighestTargets() {
        List<Target> targets = List.of(new Target(0.8, 1, 1, 1), new Target(0.85, 12, 1, 82_000),
                new Target(0.9, 14, 1, 92_000), new Target(0.95, 40, 1, 1.5e6));
        assertThat(ComparisonTable.of(gossip(targets), List.of(FEDAVG, CENTRALISED))).containsExactly(
                "Compared: accuracy in the end; seconds and bytes sent a node until an accuracy; what the server sent",
                "                    accuracy              to 0.85              to 0.90              to 0.95      server",
                "  gossip              0.9600    12.0 s   82.00 kB    14.0 s   92.00 kB    40.0 s    1.50 MB",
                "  fedavg              0.9100"
                        + "    10.0 s  400.00 kB    20.0 s  800.00 kB         -               12.00 MB",
                "  centralised         0.9700    10.0 s        0 B    10.0 s        0 B    10.0 s        0 B");
    }

    @Test
    void comparison_withoutReachedTargets_hasTheEnd() {
        assertThat(
                ComparisonTable.of(gossip(List.of()), List.of(CENTRALISED, new BaselineCurve("allreduce", List.of()))))
                .containsExactly(
                        "Compared: accuracy in the end; seconds and bytes sent a node until an accuracy; what the server sent",
                        "                    accuracy      server", "  gossip              0.9600",
                        "  centralised         0.9700", "  allreduce                -");
    }
}
