package dev.grapevine.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership.PeerInfo;
import dev.grapevine.node.words.Address;

class NamesakeTest {

    private static final PeerInfo SELF = member("anna", 7);
    private static final PeerInfo OTHER_LIFE = member("anna", 6);
    private static final PeerInfo OTHER_NAME = member("bert", 6);

    private static PeerInfo member(String name, long incarnation) {
        return new PeerInfo(new PeerId(name), incarnation, List.of(new Address("127.0.0.1", 7000)), "");
    }

    @Test
    void orderOfJoiningDecides() {
        assertThat(Namesake.among(List.of(OTHER_NAME, OTHER_LIFE, SELF), SELF)).isEqualTo(Namesake.EARLIER);
        assertThat(Namesake.among(List.of(SELF, OTHER_NAME, OTHER_LIFE), SELF)).isEqualTo(Namesake.LATER);
        assertThat(Namesake.among(List.of(SELF, OTHER_NAME, OTHER_LIFE), OTHER_LIFE)).isEqualTo(Namesake.EARLIER);
    }

    @Test
    void otherNamesAndSameLifeAreNoNamesakes() {
        assertThat(Namesake.among(List.of(OTHER_NAME, SELF), SELF)).isEqualTo(Namesake.NONE);
        assertThat(Namesake.among(List.of(SELF, SELF), SELF)).as("while a split brain heals").isEqualTo(Namesake.NONE);
        assertThat(Namesake.among(List.of(), SELF)).isEqualTo(Namesake.NONE);
    }
}
