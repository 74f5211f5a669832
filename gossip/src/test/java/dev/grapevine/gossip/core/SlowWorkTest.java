package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.robust.Mean;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.snapshot.Saved;

class SlowWorkTest {

    private final Outbox outbox = new Outbox(ProtocolWorld.frames(), 1);

    private SlowWork work() {
        return new SlowWork(new TreeMap<>(Map.of("toy", new byte[]{7})), outbox);
    }

    @Test
    void requestsAreNumberedByThemselves() {
        SlowWork work = work();
        int[] own = {1, 2};
        assertThat(work.startMerge(new Mean(), own, List.of(own))).isEqualTo(1);
        assertThat(work.persist("other", new byte[]{1})).isEqualTo(1);
        assertThat(work.startMerge(new Mean(), own, List.of(own))).isEqualTo(2);
        own[0] = 9;
        assertThat(outbox.take()).hasSize(3).first().satisfies(
                merge -> assertThat(((Effect.StartMerge) merge).own()).as("not changed by anybody")
                        .containsExactly(1, 2));
    }

    @Test
    void laterBytesReplaceEarlierOnes() {
        SlowWork work = work();
        assertThat(work.kept("toy")).containsExactly(7);
        assertThat(work.kept("other")).isEmpty();
        work.persist("toy", new byte[]{8});
        assertThat(work.kept("toy")).containsExactly(8);
    }

    @Test
    void numbersAndBytesAreRestored() {
        SlowWork work = work();
        work.persist("toy", new byte[]{8});
        work.startMerge(new Mean(), new int[1], List.of(new int[1]));
        SlowWork restored = new SlowWork(new TreeMap<>(), outbox);
        restored.restoreNumbers(Saved.by(work::saveNumbers));
        restored.restoreKept(Saved.by(work::saveKept));
        assertThat(restored.kept("toy")).containsExactly(8);
        assertThat(restored.persist("toy", new byte[0])).isEqualTo(2);
        assertThat(restored.startMerge(new Mean(), new int[1], List.of(new int[1]))).isEqualTo(2);
    }
}
