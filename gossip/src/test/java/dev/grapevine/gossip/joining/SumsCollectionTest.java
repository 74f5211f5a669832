package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

/** The founder's collection of the sums of others. */
class SumsCollectionTest {

    private static final PeerId ANN = new PeerId("ann");
    private static final PeerId BOB = new PeerId("bob");

    private final SumsCollection collection = new SumsCollection();

    @Test
    void collectionEndsWithoutAwaitedPeers() {
        assertThat(collection.awaited()).isEmpty();
        assertThat(collection.sums()).isEmpty();
    }

    @Test
    void eachPeerIsAskedOnce() {
        assertThat(collection.expect(BOB)).isTrue();
        assertThat(collection.expect(ANN)).isTrue();
        assertThat(collection.expect(BOB)).isFalse();
        assertThat(collection.awaited()).containsExactly(ANN, BOB);
        collection.answered(BOB, new byte[]{1});
        assertThat(collection.expect(BOB)).isFalse();
        assertThat(collection.awaited()).containsExactly(ANN);
    }

    @Test
    void firstAnswerOfEachAskedPeerCounts() {
        collection.answered(ANN, new byte[]{7});
        collection.expect(BOB);
        collection.expect(ANN);
        collection.answered(BOB, new byte[]{1});
        assertThat(collection.awaited()).containsExactly(ANN);
        collection.answered(ANN, new byte[]{2});
        collection.answered(BOB, new byte[]{3});
        assertThat(collection.awaited()).isEmpty();
        assertThat(collection.sums()).extracting(PeerSums::peer).containsExactly(ANN, BOB);
        assertThat(collection.sums()).extracting(sums -> sums.sums()[0]).containsExactly((byte) 2, (byte) 1);
    }

    @Test
    void emptySumsCountAsAnswer() {
        collection.expect(BOB);
        collection.answered(BOB, new byte[0]);
        assertThat(collection.awaited()).isEmpty();
        assertThat(collection.sums()).isEmpty();
    }

    /** Peers that come and go under ever new names make the founder hold no more than the limit. */
    @Test
    void bytesOfAllAnswersAreLimited() {
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
            PeerId peer = new PeerId("n" + i);
            collection.expect(peer);
            assertThat(collection.answered(peer, megabyte))
                    .isEqualTo((i + 1L) * megabyte.length <= SumsCollection.BYTES_MAX
                            ? SumsCollection.Answer.TAKEN
                            : SumsCollection.Answer.TOO_LONG);
            collection.lost(peer);
        }
        assertThat(collection.sums()).hasSize((int) (SumsCollection.BYTES_MAX / megabyte.length));
        assertThat(collection.awaited()).isEmpty();
    }

    @Test
    void gonePeerIsNotAwaitedButItsAnswerCounts() {
        collection.expect(ANN);
        collection.expect(BOB);
        collection.answered(ANN, new byte[]{1});
        collection.lost(ANN);
        collection.lost(BOB);
        assertThat(collection.awaited()).isEmpty();
        assertThat(collection.sums()).extracting(PeerSums::peer).containsExactly(ANN);
        assertThat(collection.expect(ANN)).as("nothing is left to ask").isFalse();
        assertThat(collection.expect(BOB)).as("it came back").isTrue();
        collection.lost(BOB);
        collection.answered(BOB, new byte[]{2});
        assertThat(collection.sums()).as("it was only slow").extracting(PeerSums::peer).containsExactly(ANN, BOB);
    }

    @Test
    void collectionIsRestored() {
        collection.expect(ANN);
        collection.expect(BOB);
        collection.answered(ANN, new byte[]{1});
        SumsCollection restored = new SumsCollection();
        restored.restore(Saved.by(collection::save));
        assertThat(restored.awaited()).containsExactly(BOB);
        assertThat(restored.sums()).extracting(PeerSums::peer).containsExactly(ANN);
        assertThat(restored.expect(ANN)).isFalse();
    }
}
