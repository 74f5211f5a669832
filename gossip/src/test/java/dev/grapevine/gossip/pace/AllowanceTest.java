package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class AllowanceTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private final Allowance allowance = new Allowance();

    private long taken(PeerId peer, Duration now, int times) {
        return IntStream.range(0, times).filter(i -> allowance.take(peer, now, 5)).count();
    }

    @Test
    void eachPeerIsLimitedPerMinute() {
        assertThat(taken(ANNA, Duration.ZERO, 4)).isEqualTo(4);
        assertThat(taken(ANNA, Duration.ofSeconds(59), 9)).isEqualTo(1);
        assertThat(taken(BERT, Duration.ofSeconds(59), 9)).isEqualTo(5);
        assertThat(taken(ANNA, Duration.ofSeconds(60), 9)).isEqualTo(5);
    }

    @Test
    void restoredOneGoesOnAndForgets() {
        taken(ANNA, Duration.ZERO, 3);
        Allowance again = new Allowance();
        again.restore(Saved.by(allowance::save));
        assertThat(again.take(ANNA, Duration.ZERO, 3)).isFalse();
        again.forget(ANNA);
        assertThat(again.take(ANNA, Duration.ZERO, 3)).isTrue();
    }
}
