package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class ClaimsTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final List<PeerId> BOTH = List.of(ANNA, BERT);
    private static final Duration TERM = Duration.ofSeconds(70);
    private static final Duration NOW = Duration.ofSeconds(5);

    private final Claims claims = new Claims(TERM);

    @Test
    void turnsComeOneAfterAnother() {
        assertThat(claims.passOver(BOTH, NOW)).isEmpty();
        assertThat(claims.passOver(BOTH, NOW.plus(TERM).minusNanos(1))).isEmpty();
        assertThat(claims.passOver(BOTH, NOW.plus(TERM))).containsExactly(ANNA);
        assertThat(claims.passOver(BOTH, NOW.plus(TERM))).as("told once").isEmpty();
        assertThat(claims.isPassedOver(ANNA)).isTrue();
        assertThat(claims.isPassedOver(BERT)).isFalse();
        assertThat(claims.passOver(BOTH, NOW.plus(TERM).plus(TERM))).containsExactly(BERT);
    }

    @Test
    void sumsRequestRestartsTheTermOnce() {
        claims.passOver(BOTH, NOW);
        Duration later = NOW.plusSeconds(60);
        claims.requested(ANNA, later);
        claims.requested(ANNA, later.plusSeconds(60));
        assertThat(claims.passOver(BOTH, later.plus(TERM).minusNanos(1))).isEmpty();
        assertThat(claims.passOver(BOTH, later.plus(TERM))).containsExactly(ANNA);
    }

    @Test
    void returningPeerKeepsItsClaim() {
        claims.passOver(BOTH, NOW);
        claims.lost(ANNA);
        assertThat(claims.passOver(List.of(BERT), NOW.plusSeconds(1))).isEmpty();
        assertThat(claims.passOver(BOTH, NOW.plus(TERM))).containsExactly(ANNA);
    }

    @Test
    void rememberedGonePeersAreBounded() {
        for (int i = 0; i < 20 * Claims.KEPT_MAX; i++) {
            PeerId peer = new PeerId("n" + i);
            claims.requested(peer, NOW);
            claims.lost(peer);
        }
        assertThat(Saved.bytes(claims::save)).hasSizeLessThan(40 * Claims.KEPT_MAX);
    }

    @Test
    void claimsAreRestored() {
        claims.passOver(BOTH, NOW);
        claims.passOver(BOTH, NOW.plus(TERM));
        claims.requested(BERT, NOW.plus(TERM));
        Claims restored = new Claims(TERM);
        restored.restore(Saved.by(claims::save));
        assertThat(restored.isPassedOver(ANNA)).isTrue();
        assertThat(restored.passOver(BOTH, NOW.plus(TERM).plus(TERM))).containsExactly(BERT);
    }
}
