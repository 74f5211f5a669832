package dev.grapevine.gossip.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;
import dev.grapevine.gossip.wire.FieldBytes;

class LaterLivesTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final PeerId CARL = new PeerId("carl");
    private static final long OWN = Incarnations.above(6, 5);
    private final LaterLives lives = new LaterLives(OWN);
    private final Set<PeerId> live = new TreeSet<>(Set.of(ANNA, BERT, CARL));

    private Duration now = Duration.ZERO;

    private OptionalLong claimed(PeerId from, long first) {
        return lives.claimed(from, first, live::contains, live.size(), now);
    }

    @Test
    void twoOfSeveralPeersHaveToClaimIt() {
        assertThat(claimed(ANNA, OWN + 1)).isEmpty();
        assertThat(claimed(ANNA, OWN + 2)).as("the same one again").isEmpty();
        assertThat(claimed(BERT, OWN)).as("what this node is").isEmpty();
        assertThat(claimed(BERT, OWN + 1)).hasValue(OWN + 2);
        assertThat(claimed(BERT, OWN + 1)).as("said and done").isEmpty();
    }

    @Test
    void onlyLivePeerIsBelieved() {
        live.retainAll(Set.of(ANNA));
        assertThat(claimed(ANNA, OWN)).isEmpty();
        assertThat(claimed(ANNA, OWN + 1)).hasValue(OWN + 1);
    }

    @Test
    void gonePeerDoesNotCount() {
        assertThat(claimed(ANNA, OWN + 9)).isEmpty();
        live.remove(ANNA);
        assertThat(claimed(BERT, OWN + 1)).isEmpty();
        assertThat(claimed(CARL, OWN + 1)).hasValue(OWN + 1);
    }

    @Test
    void oneOfSeveral_thatGoesOnSayingSo_isBelieved() {
        now = Duration.ofSeconds(7);
        assertThat(claimed(ANNA, OWN + 1)).isEmpty();
        now = now.plus(LaterLives.ALONE).minusNanos(1);
        assertThat(claimed(ANNA, OWN + 1)).isEmpty();
        now = now.plusNanos(1);
        assertThat(claimed(ANNA, OWN + 3)).hasValue(OWN + 3);
        assertThat(claimed(ANNA, OWN + 3)).as("from the beginning again").isEmpty();
    }

    @Test
    void oneOfSeveral_thatWasAwayMeanwhile_isNot() {
        assertThat(claimed(ANNA, OWN + 1)).isEmpty();
        now = LaterLives.ALONE.dividedBy(2);
        live.remove(ANNA);
        assertThat(claimed(CARL, OWN)).isEmpty();
        assertThat(claimed(BERT, OWN + 1)).isEmpty();
        live.add(ANNA);
        live.remove(BERT);
        now = LaterLives.ALONE;
        assertThat(claimed(ANNA, OWN + 1)).isEmpty();
    }

    @Test
    void claimTooFarAheadIsNotCredible() {
        long most = OWN + (LaterLives.BEHIND_MAX << Integer.SIZE);
        assertThat(lives.isCredible(most)).isTrue();
        assertThat(lives.isCredible(most + (1L << Integer.SIZE))).isFalse();
        assertThat(lives.isCredible(1)).isTrue();
        long latest = FieldBytes.INCARNATION_MAX - 1;
        assertThat(new LaterLives(latest).isCredible(latest)).as("none is later").isFalse();
    }

    @Test
    void restoredOneGoesOn() {
        claimed(ANNA, OWN + 1);
        LaterLives again = new LaterLives(OWN);
        again.restore(Saved.by(lives::save));
        assertThat(again.claimed(BERT, OWN + 1, live::contains, live.size(), now)).hasValue(OWN + 1);
        LaterLives alone = new LaterLives(OWN);
        claimed(ANNA, OWN + 1);
        alone.restore(Saved.by(lives::save));
        assertThat(alone.claimed(ANNA, OWN + 1, live::contains, live.size(), LaterLives.ALONE)).hasValue(OWN + 1);
    }
}
