package dev.grapevine.gossip.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;

/** What others tell, as the founder of a run collects it. */
class SumsCollectionTest {

    private static final PeerId ANN = new PeerId("ann");
    private static final PeerId BOB = new PeerId("bob");
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration EARLIER = END.minusNanos(1);

    private final SumsCollection collection = new SumsCollection(END);

    @Test
    void nobodyToWaitForIsTheEnd() {
        assertThat(collection.isFinished(Duration.ZERO)).isTrue();
        assertThat(collection.sums()).isEmpty();
    }

    @Test
    void everybodyIsAskedOnce() {
        assertThat(collection.expect(BOB)).isTrue();
        assertThat(collection.expect(ANN)).isTrue();
        assertThat(collection.expect(BOB)).isFalse();
        assertThat(collection.awaited()).containsExactly(ANN, BOB);
        collection.answered(BOB, new byte[]{1});
        assertThat(collection.expect(BOB)).isFalse();
        assertThat(collection.awaited()).containsExactly(ANN);
    }

    @Test
    void theFirstAnswerOfEachThatWasAskedCounts() {
        collection.answered(ANN, new byte[]{7});
        collection.expect(BOB);
        collection.expect(ANN);
        collection.answered(BOB, new byte[]{1});
        assertThat(collection.isFinished(EARLIER)).isFalse();
        collection.answered(ANN, new byte[]{2});
        collection.answered(BOB, new byte[]{3});
        assertThat(collection.isFinished(EARLIER)).isTrue();
        assertThat(collection.sums()).extracting(PeerSums::peer).containsExactly(ANN, BOB);
        assertThat(collection.sums()).extracting(sums -> sums.sums()[0]).containsExactly((byte) 2, (byte) 1);
    }

    @Test
    void whoHasNothingToTellHasAnswered() {
        collection.expect(BOB);
        collection.answered(BOB, new byte[0]);
        assertThat(collection.isFinished(EARLIER)).isTrue();
        assertThat(collection.sums()).isEmpty();
    }

    @Test
    void timeEndsIt() {
        collection.expect(BOB);
        assertThat(collection.isFinished(EARLIER)).isFalse();
        assertThat(collection.isFinished(END)).isTrue();
    }

    @Test
    void whoIsGoneIsNotWaitedForButWasHeard() {
        collection.expect(ANN);
        collection.expect(BOB);
        collection.answered(ANN, new byte[]{1});
        collection.lost(ANN);
        collection.lost(BOB);
        assertThat(collection.isFinished(EARLIER)).isTrue();
        assertThat(collection.sums()).extracting(PeerSums::peer).containsExactly(ANN);
        assertThat(collection.expect(BOB)).as("it came back").isTrue();
    }
}
