package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

class PacerTest {

    private static final PeerId ANNA = new PeerId("anna");
    private final Pacer pacer = new Pacer(1000);
    private final List<Integer> sent = new ArrayList<>();

    /** Frames of 100 bytes on the wire. */
    private void reply(int block) {
        pacer.add(ANNA, 24, new ExchangeMessage.BlockReply(1, block, MixingStep.HALF, Lattice.NONE, new byte[0]),
                frame(block));
    }

    private void request(int block) {
        pacer.add(ANNA, 23,
                new ExchangeMessage.BlockRequest(1, block, MixingStep.HALF, Lattice.NONE, new Cap(18), new byte[0]),
                frame(block));
    }

    private static byte[] frame(int number) {
        byte[] frame = new byte[96];
        frame[0] = (byte) number;
        return frame;
    }

    private boolean release(Duration now) {
        return pacer.release(now, waiting -> sent.add((int) waiting.frame()[0]));
    }

    @Test
    void framesLeaveWhileTheBalanceIsPositive() {
        for (int block = 1; block <= 6; block++) {
            reply(block);
        }
        while (release(Duration.ZERO)) {
            assertThat(sent).hasSizeLessThan(4);
        }
        assertThat(sent).as("250 bytes were saved").containsExactly(1, 2, 3);
        Duration wait = pacer.nextTimer(Duration.ZERO, false).orElseThrow();
        assertThat(wait).isBetween(Duration.ofMillis(50), Duration.ofMillis(51));
        assertThat(pacer.nextTimer(Duration.ZERO, true)).as("one timer is enough").isEmpty();
        pacer.timerFired();
        assertThat(release(wait)).isTrue();
        assertThat(release(wait)).isFalse();
        assertThat(sent).containsExactly(1, 2, 3, 4);
    }

    @Test
    void noTimerIsSetIfNothingWaits() {
        assertThat(pacer.nextTimer(Duration.ZERO, false)).isEmpty();
        assertThat(pacer.nextTimer(Duration.ZERO, true)).contains(Duration.ofMillis(5));
    }

    @Test
    void requestsAndRepliesAlternate() {
        Duration now = Duration.ZERO;
        int block = 10;
        for (int i = 1; i <= 6; i++) {
            reply(i);
        }
        while (sent.size() < 10) {
            now = now.plusMillis(100);
            if (pacer.mayRequest(now)) {
                request(block++);
            }
            release(now);
        }
        assertThat(sent).containsExactly(10, 1, 11, 2, 12, 3, 13, 4, 14, 5);
    }

    @Test
    void blockIsRequestedOnlyIfSentAtOnce() {
        int requested = 0;
        while (pacer.mayRequest(Duration.ZERO)) {
            request(requested++);
        }
        assertThat(requested).isEqualTo(3);
        pacer.sent(996);
        assertThat(pacer.mayRequest(Duration.ofSeconds(1))).isFalse();
        assertThat(pacer.mayRequest(Duration.ofSeconds(2))).isFalse();
        release(Duration.ofSeconds(2));
        assertThat(pacer.mayRequest(Duration.ofSeconds(2).plusMillis(150))).isTrue();
    }

    @Test
    void restoredPacerGoesOn() {
        request(1);
        reply(2);
        pacer.nextTimer(Duration.ZERO, true);
        Pacer restored = new Pacer(1000);
        restored.restore(Saved.by(pacer::save));
        assertThat(restored.mayRequest(Duration.ZERO)).isEqualTo(pacer.mayRequest(Duration.ZERO)).isFalse();
        assertThat(restored.nextTimer(Duration.ZERO, true)).isEmpty();
        restored.release(Duration.ZERO, waiting -> sent.add((int) waiting.frame()[0]));
        assertThat(sent).containsExactly(1);
    }
}
