package dev.grapevine.gossip.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.joining.FoundedApart.Change;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;

class FoundedApartTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CARL = new PeerId("carl");
    private static final PeerId DORA = new PeerId("dora");
    private static final List<PeerId> ALL = List.of(ANNA, BERT, CARL, DORA);

    private final FoundedApart apart = new FoundedApart();

    private void says(PeerId peer, String run) {
        apart.answered(peer, OptionalLong.of(run.hashCode()));
        apart.seen(run.hashCode(), Optional.of(run));
    }

    @Test
    void nodeGoesToTheLargerRun() {
        says(ANNA, "M");
        says(BERT, "Z");
        says(CARL, "Z");
        assertThat(apart.change("M", ALL)).as("as many, and founded later").isEmpty();
        says(DORA, "Z");
        assertThat(apart.change("M", ALL)).contains(new Change("Z", 3, 2));
    }

    @Test
    void earlierOfTwoEqualRunsStays() {
        says(ANNA, "A");
        assertThat(apart.change("M", List.of(ANNA))).contains(new Change("A", 1, 1));
        assertThat(apart.change("", List.of(ANNA))).as("one that an older version founded is the oldest").isEmpty();
        says(ANNA, "Z");
        assertThat(apart.change("M", List.of(ANNA))).isEmpty();
        says(BERT, "B");
        assertThat(apart.change("M", ALL)).contains(new Change("B", 1, 1));
    }

    @Test
    void nodeWithAPeerOfItsOwnRunFollowsNoSinglePeer() {
        says(ANNA, "M");
        says(BERT, "A");
        assertThat(apart.change("M", ALL)).isEmpty();
        says(CARL, "A");
        assertThat(apart.change("M", ALL)).contains(new Change("A", 2, 2));
    }

    @Test
    void absentUnaskedOrRunlessPeersDoNotCount() {
        says(ANNA, "A");
        assertThat(apart.change("M", List.of(BERT))).isEmpty();
        apart.ask();
        assertThat(apart.change("M", List.of(ANNA))).as("what it said before").isEmpty();
        assertThat(apart.isAnyApart("M", ALL)).as("but it is remembered").isTrue();
        says(ANNA, "A");
        apart.answered(ANNA, OptionalLong.empty());
        assertThat(apart.change("M", List.of(ANNA))).isEmpty();
        assertThat(apart.isAnyApart("M")).isFalse();
    }

    @Test
    void answersOfFewerThanHalfDecideNothing() {
        says(ANNA, "A");
        assertThat(apart.change("M", List.of(ANNA, BERT, CARL))).isEmpty();
        apart.answered(BERT, OptionalLong.empty());
        assertThat(apart.change("M", List.of(ANNA, BERT, CARL))).isPresent();
    }

    @Test
    void buriedPeersAreForgotten() {
        says(ANNA, "A");
        assertThat(apart.isAnyApart("M", List.of(ANNA))).isTrue();
        assertThat(apart.isAnyApart("M", List.of(BERT))).isFalse();
        apart.buried(ANNA);
        assertThat(apart.isAnyApart("M")).isFalse();
        assertThat(apart.hasAnswered(ANNA)).isFalse();
    }

    @Test
    void aFingerprint_isNoAnswer_untilItsCharterIsSeen() {
        apart.answered(ANNA, OptionalLong.of(7));
        apart.answered(BERT, OptionalLong.of(7));
        assertThat(apart.hasAnswered(ANNA)).isFalse();
        assertThat(apart.isUnseen(ANNA)).isTrue();
        assertThat(apart.change("M", List.of(ANNA, BERT))).isEmpty();
        apart.seen(7, Optional.of("Z"));
        assertThat(apart.hasAnswered(ANNA)).isTrue();
        assertThat(apart.change("M", List.of(ANNA, BERT))).contains(new Change("Z", 2, 1));
        apart.seen(7, Optional.empty());
        assertThat(apart.isAnyApart("M")).as("its terms are others").isFalse();
        assertThat(apart.hasAnswered(BERT)).isTrue();
    }

    @Test
    void charters_thatNobodyFollows_areForgotten() {
        apart.seen(7, Optional.of("Z"));
        assertThat(apart.isKnown(7)).isFalse();
        says(ANNA, "A");
        assertThat(apart.isKnown("A".hashCode())).isTrue();
        apart.answered(ANNA, OptionalLong.of(8));
        assertThat(apart.isKnown("A".hashCode())).isFalse();
        apart.seen(8, Optional.of("Z"));
        apart.buried(ANNA);
        assertThat(apart.isKnown(8)).isFalse();
    }

    @Test
    void answersAreRestored() {
        says(ANNA, "A");
        says(BERT, "M");
        apart.ask();
        says(CARL, "A");
        FoundedApart restored = new FoundedApart();
        restored.restore(Saved.by(apart::save));
        assertThat(restored.change("M", List.of(CARL, BERT))).isEqualTo(apart.change("M", List.of(CARL, BERT)))
                .isPresent();
        assertThat(restored.hasAnswered(ANNA)).isFalse();
        assertThat(restored.isAnyApart("M", List.of(ANNA))).isTrue();
    }
}
