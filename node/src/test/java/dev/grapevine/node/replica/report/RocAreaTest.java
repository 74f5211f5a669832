package dev.grapevine.node.replica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RocAreaTest {

    @Test
    void orderedScoresHaveTheWholeAreaAndEqualOnesHalf() {
        boolean[] positive = {false, false, true, true};
        assertThat(RocArea.of(new float[]{0, 0.1f, 0.2f, 1}, positive)).isEqualTo(1);
        assertThat(RocArea.of(new float[]{1, 0.9f, 0.2f, 0}, positive)).isZero();
        assertThat(RocArea.of(new float[]{0.5f, 0.5f, 0.5f, 0.5f}, positive)).isEqualTo(0.5);
        assertThat(RocArea.of(new float[]{1, 2}, new boolean[]{true, true})).isNaN();
    }

    @Property(tries = 200)
    void areaIsTheShareOfPairsInOrder(@ForAll @Size(min = 2, max = 30) List<@IntRange(max = 9) Integer> drawn) {
        float[] scores = new float[drawn.size()];
        boolean[] positive = new boolean[drawn.size()];
        for (int i = 0; i < drawn.size(); i++) {
            scores[i] = drawn.get(i) / 10f;
            positive[i] = i % 2 == 0;
        }
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < drawn.size(); i += 2) {
            for (int j = 1; j < drawn.size(); j += 2) {
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                pairs++;
            }
        }
        assertThat(RocArea.of(scores, positive)).isCloseTo(wins / pairs, within(1e-12));
    }
}
