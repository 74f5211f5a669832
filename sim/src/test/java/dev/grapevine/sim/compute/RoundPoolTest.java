package dev.grapevine.sim.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;

/** Work beside everything else. */
class RoundPoolTest {

    /** Operations of something that is worth another thread. */
    private static final double LONG = 1e9;

    private static RoundPool pool(int threads) {
        return new RoundPool(threads, () -> ModelSpec.parse("linear").network(2, 1, new MeanSquaredError(), 4));
    }

    @Test
    void work_ofManyRounds_isAllDoneWithANetwork() {
        try (RoundPool pool = pool(2)) {
            List<Supplier<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                results.add(pool.start(i % 2 == 0 ? LONG : 1, network -> number * network.inputs()));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(results.get(i).get()).isEqualTo(2 * i);
            }
        }
    }

    @Test
    void failureInAThread_isThrownToTheCaller_andBlocksNothing() {
        try (RoundPool pool = pool(1)) {
            Supplier<Network> broken = pool.start(LONG, network -> {
                throw new LawBrokenException(Laws.STEADY, "alice, round 1");
            });
            assertThatThrownBy(broken::get).isInstanceOf(LawBrokenException.class)
                    .hasMessage("Broken law: nobody trains on a replica that changes. alice, round 1");
            Supplier<Network> failed = pool.start(LONG, network -> {
                throw new AssertionError("an error");
            });
            assertThatThrownBy(failed::get).isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("an error");
            assertThat(pool.start(LONG, Network::outputs).get()).isEqualTo(1);
        }
    }
}
