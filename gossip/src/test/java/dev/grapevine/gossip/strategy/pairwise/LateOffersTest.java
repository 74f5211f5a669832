package dev.grapevine.gossip.strategy.pairwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

/** Answers after the offer was given up. */
class LateOffersTest {

    private static final PeerId BOB = new PeerId("bob");

    private final LateOffers offers = new LateOffers();

    @Test
    void lateAnswerGivesOneResponseTime() {
        offers.gaveUp(BOB, 7, Duration.ofSeconds(3));
        assertThat(offers.answered(BOB, 6, Duration.ofSeconds(9))).isEmpty();
        assertThat(offers.answered(new PeerId("eve"), 7, Duration.ofSeconds(9))).isEmpty();
        assertThat(offers.answered(BOB, 7, Duration.ofSeconds(9))).contains(Duration.ofSeconds(6));
        assertThat(offers.answered(BOB, 7, Duration.ofSeconds(9))).isEmpty();
    }

    @Test
    void lastOfferOfAtMost64PeersIsRemembered() {
        for (int i = 0; i < LateOffers.PEERS_MAX; i++) {
            assertThat(offers.gaveUp(new PeerId("p" + i), 1, Duration.ZERO)).isTrue();
        }
        assertThat(offers.gaveUp(BOB, 1, Duration.ZERO)).isFalse();
        assertThat(offers.gaveUp(new PeerId("p0"), 2, Duration.ofSeconds(1))).isTrue();
        assertThat(offers.answered(BOB, 1, Duration.ofSeconds(2))).isEmpty();
        assertThat(offers.answered(new PeerId("p0"), 1, Duration.ofSeconds(2))).isEmpty();
        assertThat(offers.answered(new PeerId("p0"), 2, Duration.ofSeconds(2))).contains(Duration.ofSeconds(1));
        offers.forget(new PeerId("p1"));
        assertThat(offers.answered(new PeerId("p1"), 1, Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void lateOffersAreRestored() {
        offers.gaveUp(BOB, 7, Duration.ofSeconds(3));
        LateOffers restored = new LateOffers();
        restored.restore(Saved.by(offers::save));
        assertThat(restored.answered(BOB, 7, Duration.ofSeconds(9))).contains(Duration.ofSeconds(6));
    }
}
