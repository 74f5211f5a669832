package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.gossip.peers.PeerId;

class CopyPanelTest {

    private static final int PARAMETERS = 1000;
    private static final int ONE = 1 << 20;
    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CARL = new PeerId("carl");
    private static final PeerId DORA = new PeerId("dora");

    private CopyPanel panel;

    /** A replica whose parameters are all this value, give or take a little noise of each node. */
    private static ReplicaSketch at(double value, PeerId noise) {
        int[] units = new int[PARAMETERS];
        Arrays.setAll(units, i -> (int) (value * ONE) + (i * noise.text().hashCode() >>> 16) % (ONE / 10));
        return ReplicaSketch.of(units, 7);
    }

    private static ReplicaSketch at(double value) {
        int[] units = new int[PARAMETERS];
        Arrays.fill(units, (int) (value * ONE));
        return ReplicaSketch.of(units, 7);
    }

    @BeforeEach
    void aNodeThatHasLearnedNothing() {
        panel = new CopyPanel(at(0), at(0));
    }

    @Test
    void copyConfirmedByAnotherPeerIsUsed() {
        panel.copied(ANNA, at(1, ANNA));
        assertThat(panel.hasAnswers()).isFalse();
        panel.answered(BERT, at(1.1, BERT));
        assertThat(panel.isConfirmed()).isTrue();
    }

    @Test
    void halfOfTheAnswersConfirmACopy() {
        panel.copied(ANNA, at(1, ANNA));
        panel.answered(BERT, at(-1, BERT));
        assertThat(panel.isConfirmed()).isFalse();
        panel.answered(CARL, at(1, CARL));
        assertThat(panel.isConfirmed()).isTrue();
        panel.answered(DORA, at(-1, DORA));
        assertThat(panel.isConfirmed()).isFalse();
    }

    @Test
    void majorityReplicaIsBetterThanAnUnconfirmedCopy() {
        for (double lie : new double[]{-1, 10, 0, 1e3}) {
            panel = new CopyPanel(at(0), at(0));
            panel.copied(ANNA, at(lie, ANNA));
            panel.answered(BERT, at(1, BERT));
            panel.answered(CARL, at(1.1, CARL));
            assertThat(panel.isConfirmed()).as("a lie of %s", lie).isFalse();
            PeerId better = panel.better(peer -> true).orElseThrow();
            assertThat(better).isIn(BERT, CARL);
            panel.copied(better, at(1, better));
            assertThat(panel.isConfirmed()).isTrue();
        }
    }

    /** One liar among the asked peers makes no node copy from it. */
    @Test
    void singleDifferingSketchIsNotBelieved() {
        for (double lie : new double[]{-1, 10, 0, 1e3}) {
            panel = new CopyPanel(at(0), at(0));
            panel.copied(ANNA, at(1, ANNA));
            panel.answered(BERT, at(1, BERT));
            panel.answered(CARL, at(1.1, CARL));
            panel.answered(DORA, at(lie, DORA));
            assertThat(panel.isConfirmed()).as("a lie of %s", lie).isTrue();
        }
    }

    @Test
    void nearerOfTwoDifferingReplicasIsUsed() {
        panel.copied(ANNA, at(10));
        panel.answered(BERT, at(1));
        assertThat(panel.isConfirmed()).isFalse();
        assertThat(panel.better(peer -> true)).contains(BERT);
        panel.copied(BERT, at(1));
        assertThat(panel.isConfirmed()).isFalse();
        assertThat(panel.better(peer -> true)).isEmpty();
    }

    /** A node that was in the run before is nearer to it than to a liar, wherever it began. */
    @Test
    void distanceIsMeasuredFromTheNodesOwnReplica() {
        panel = new CopyPanel(at(0), at(20));
        panel.copied(ANNA, at(1));
        panel.answered(BERT, at(21));
        assertThat(panel.better(peer -> true)).contains(BERT);
    }

    /** A peer whose copy differs from its sketch counts like any other peer with that replica. */
    @Test
    void copyThatDiffersFromItsSketchIsNoticed() {
        panel.copied(ANNA, at(10));
        panel.answered(BERT, at(1));
        panel.answered(CARL, at(1.1));
        panel.answered(DORA, at(-5));
        PeerId better = panel.better(peer -> true).orElseThrow();
        panel.copied(better, at(-30));
        assertThat(panel.isConfirmed()).isFalse();
        PeerId next = panel.better(peer -> true).orElseThrow();
        assertThat(next).isNotIn(better, ANNA);
    }

    @Test
    void comparisonEndsWithAnyAnswers() {
        panel.copied(ANNA, at(1000));
        panel.answered(BERT, at(1));
        panel.answered(CARL, at(3));
        panel.answered(DORA, at(7));
        int copies = 1;
        while (panel.better(peer -> true).isPresent()) {
            panel.copied(panel.better(peer -> true).get(), at(1000 * (1 << copies)));
            copies++;
        }
        assertThat(copies).isBetween(2, 4);
    }

    /** A node whose better source had gone copied the same replica again and again, and never took part. */
    @Test
    void whoIsGoneOrWasAskedInVainIsNotAskedAgain() {
        panel.copied(ANNA, at(1000));
        panel.answered(BERT, at(1));
        assertThat(panel.better(peer -> false)).isEmpty();
        assertThat(panel.better(peer -> true)).contains(BERT);
        panel.asks(BERT);
        panel.copied(ANNA, at(1000));
        assertThat(panel.better(peer -> true)).isEmpty();
    }
}
