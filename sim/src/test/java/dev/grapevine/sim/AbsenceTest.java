package dev.grapevine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.sim.TinyScenario.Result;
import dev.grapevine.sim.world.Moment;

/** A node that was away for long comes back with an old checkpoint: it catches up, and drags nobody back. */
class AbsenceTest {

    private static final int AWAY = 2;
    private static final int BACK_SECONDS = 620;
    private static final double NOISE = 0.02;

    @TempDir
    Path folder;

    /** Its folder is older still: of the checkpoint before its last one, and with the number of its first life. */
    @Test
    void nodeThatWasAwayForTenMinutes_catchesUp() {
        Result result = TinyScenario.run(folder, """
                nodes: 5
                seed: 3
                stop: {after: 660s}
                faults:
                - {at: 20s, crash: [2], for: 600s, torn: true}
                """);
        long others = result.at(BACK_SECONDS).nodes().get(0).rounds();
        assertThat(result.at(BACK_SECONDS - 5).nodes().get(AWAY).served()).isNull();
        double before = mean(result, BACK_SECONDS - 60, BACK_SECONDS - 1, AbsenceTest::accuracyOfOthers);
        assertThat(before).isGreaterThan(0.9);
        assertThat(worst(result, BACK_SECONDS, BACK_SECONDS + 40)).isGreaterThan(before - NOISE);
        Moment last = result.moments().getLast();
        assertThat(last.nodes().get(AWAY).rounds()).as("it has the rounds of those that it copied")
                .isGreaterThan(others / 2);
        assertThat(last.nodes().get(AWAY).served().accuracy()).isGreaterThan(before - NOISE);
        assertThat(mean(result, BACK_SECONDS + 10, BACK_SECONDS + 40, Moment::consensusDistance))
                .isLessThan(1.5 * mean(result, BACK_SECONDS - 60, BACK_SECONDS - 1, Moment::consensusDistance));
    }

    private static double accuracyOfOthers(Moment moment) {
        double sum = 0;
        for (int node = 0; node < moment.nodes().size(); node++) {
            sum += node == AWAY ? 0 : moment.nodes().get(node).served().accuracy();
        }
        return sum / (moment.nodes().size() - 1);
    }

    private static double worst(Result result, double from, double to) {
        return result.moments().stream().filter(moment -> moment.seconds() >= from && moment.seconds() <= to)
                .mapToDouble(AbsenceTest::accuracyOfOthers).min().orElseThrow();
    }

    private static double mean(Result result, double from, double to, ToDoubleFunction<Moment> value) {
        return result.moments().stream().filter(moment -> moment.seconds() >= from && moment.seconds() <= to)
                .mapToDouble(value).average().orElseThrow();
    }
}
