package dev.grapevine.node.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.result.RunSummary.BytesSent;
import dev.grapevine.node.result.RunSummary.Gossip;
import dev.grapevine.node.result.RunSummary.Lasted;
import dev.grapevine.node.result.RunSummary.Quality;
import dev.grapevine.node.result.RunSummary.Subject;
import dev.grapevine.node.result.RunSummary.Training;

/** Final messages of a run. */
class RunLinesTest {

    private static RunSummary summary(Training training, List<TargetTracker.Target> targets) {
        return RunSummary.of(new Subject("a run", 1, "1", "sim", 4), new Lasted(60, 1),
                new Quality(new Spread(0.96, 0.95, 0.97), new Spread(0.2, 0.1, 0.3), null, null), training,
                new Gossip(10, 0, 0, new BytesSent(1e6, 2e6)), targets);
    }

    @Test
    void troublesTargetsAndExpectationsAreReported() {
        RunSummary summary = summary(new Training(100, 10, 2, 3),
                List.of(new TargetTracker.Target(0.8, 12.34, 56, 3_000_000)))
                .withExpectations(List.of(Expectation.parse("accuracy.min", ">= 0.9"),
                        Expectation.parse("accuracy.min", ">= 0.99")));
        assertThat(RunLines.of(summary)).containsExactly(
                "2 bad rounds of training were not published, or only in part; 3 values were clamped",
                "  accuracy 0.80 after 12.3 s, 56 steps and 3.00 MB per node",
                "  holds: accuracy.min >= 0.9 (it is 0.95)",
                "  does not hold: accuracy.min >= 0.99 (it is 0.95)");
    }

    @Test
    void uneventfulRunHasNoLines() {
        assertThat(RunLines.of(summary(new Training(100, 10, 0, 0), List.of()))).isEmpty();
    }
}
