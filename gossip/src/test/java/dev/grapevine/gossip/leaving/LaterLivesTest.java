package dev.grapevine.gossip.leaving;

import static org.assertj.core.api.Assertions.assertThat;

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

    private OptionalLong heard(PeerId from, long first) {
        return lives.heard(from, first, live::contains, live.size());
    }

    @Test
    void twoHaveToSayItWhereTwoAreThere() {
        assertThat(heard(ANNA, OWN + 1)).isEmpty();
        assertThat(heard(ANNA, OWN + 2)).as("the same one again").isEmpty();
        assertThat(heard(BERT, OWN)).as("what this node is").isEmpty();
        assertThat(heard(BERT, OWN + 1)).hasValue(OWN + 2);
        assertThat(heard(BERT, OWN + 1)).as("said and done").isEmpty();
    }

    @Test
    void theOnlyOneThatIsThereIsBelieved() {
        live.retainAll(Set.of(ANNA));
        assertThat(heard(ANNA, OWN)).isEmpty();
        assertThat(heard(ANNA, OWN + 1)).hasValue(OWN + 1);
    }

    @Test
    void whoeverIsGoneCountsNoLonger() {
        assertThat(heard(ANNA, OWN + 9)).isEmpty();
        live.remove(ANNA);
        assertThat(heard(BERT, OWN + 1)).isEmpty();
        assertThat(heard(CARL, OWN + 1)).hasValue(OWN + 1);
    }

    @Test
    void noNodeIsThatFarBehind() {
        long most = OWN + (LaterLives.BEHIND_MAX << Integer.SIZE);
        assertThat(lives.isCredible(most)).isTrue();
        assertThat(lives.isCredible(most + (1L << Integer.SIZE))).isFalse();
        assertThat(lives.isCredible(1)).isTrue();
        long latest = FieldBytes.INCARNATION_MAX - 1;
        assertThat(new LaterLives(latest).isCredible(latest)).as("none is later").isFalse();
    }

    @Test
    void goesOnWhereItStood() {
        heard(ANNA, OWN + 1);
        LaterLives again = new LaterLives(OWN);
        again.restore(Saved.by(lives::save));
        assertThat(again.heard(BERT, OWN + 1, live::contains, live.size())).hasValue(OWN + 1);
    }
}
