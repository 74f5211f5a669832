package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class CostlyAnswersTest {

    private static final PeerId PEER = new PeerId("peer");
    private static final Duration NOW = Duration.ofHours(5);

    private final CostlyAnswers answers = new CostlyAnswers();

    private static int granted(BooleanSupplier request) {
        return (int) IntStream.range(0, 10_000).filter(i -> request.getAsBoolean()).count();
    }

    @Test
    void eachKindIsLimitedByItself() {
        assertThat(granted(() -> answers.mayCopy(PEER, 10, NOW))).isEqualTo(4 * 10 + 1024);
        assertThat(granted(() -> answers.mayAsk(PEER, NOW))).isEqualTo(300);
        assertThat(granted(() -> answers.maySketch(PEER, NOW))).isEqualTo(30);
        assertThat(granted(() -> answers.maySketch(new PeerId("other"), NOW))).isEqualTo(30);
        assertThat(granted(() -> answers.maySketch(PEER, NOW.plusSeconds(60)))).isEqualTo(30);
    }

    @Test
    void forgottenPeerBeginsAgain() {
        granted(() -> answers.mayCopy(PEER, 10, NOW) | answers.mayAsk(PEER, NOW) | answers.maySketch(PEER, NOW));
        answers.forget(PEER);
        assertThat(answers.mayCopy(PEER, 10, NOW) && answers.mayAsk(PEER, NOW) && answers.maySketch(PEER, NOW))
                .isTrue();
    }

    @Test
    void countsAreRestored() {
        granted(() -> answers.maySketch(PEER, NOW));
        CostlyAnswers restored = new CostlyAnswers();
        restored.restore(Saved.by(answers::save));
        assertThat(restored.maySketch(PEER, NOW)).isFalse();
        assertThat(restored.mayAsk(PEER, NOW)).isTrue();
    }
}
