package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;

/** Work beside everything else. */
class RoundPoolTest {

    private static RoundPool pool(int threads) {
        return new RoundPool(threads, () -> ModelSpec.parse("linear").network(2, 1, new MeanSquaredError(), 4));
    }

    @Test
    void allWorkIsDoneWithANetworkToComputeWith() {
        try (RoundPool pool = pool(2)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                results.add(pool.submit(network -> number * network.inputs()));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(RoundPool.get(results.get(i))).isEqualTo(2 * i);
            }
        }
    }

    @Test
    void whatGoesWrongComesOutAsItWasAndHoldsUpNothing() {
        try (RoundPool pool = pool(1)) {
            Future<Network> broken = pool.submit(network -> {
                throw new LawBrokenException(Laws.STEADY, "alice, round 1");
            });
            assertThatThrownBy(() -> RoundPool.get(broken)).isInstanceOf(LawBrokenException.class)
                    .hasMessage("Broken law: nobody trains on a replica that changes. alice, round 1");
            Future<Network> failed = pool.submit(network -> {
                throw new AssertionError("an error");
            });
            assertThatThrownBy(() -> RoundPool.get(failed)).isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("an error");
            assertThat(RoundPool.get(pool.submit(Network::outputs))).isEqualTo(1);
        }
    }
}
