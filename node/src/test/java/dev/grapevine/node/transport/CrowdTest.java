package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;

class CrowdTest {

    private static final PeerId FRIEND = new PeerId("friend");

    private final List<String> gone = new ArrayList<>();
    private final Crowd<String> crowd = new Crowd<>(2, 3, Set.of(FRIEND)::contains, gone::add);

    private void come(PeerId peer, String connection) {
        crowd.came(connection);
        crowd.greeted(peer, connection);
    }

    @Test
    void ofThoseThatSayNothingTheFirstGivesWay() {
        crowd.came("a");
        crowd.came("b");
        crowd.greeted(FRIEND, "a");
        crowd.came("c");
        assertThat(gone).isEmpty();
        crowd.came("d");
        assertThat(gone).containsExactly("b");
        crowd.gone("c");
        crowd.came("e");
        assertThat(gone).containsExactly("b");
        assertThat(crowd.all()).containsExactlyInAnyOrder("a", "d", "e");
    }

    @Test
    void aPeerHasOneConnectionAndItIsTheNewest() {
        come(FRIEND, "a");
        come(FRIEND, "b");
        assertThat(gone).containsExactly("a");
        crowd.gone(FRIEND, "a");
        assertThat(crowd.all()).containsExactly("b");
        crowd.gone(FRIEND, "b");
        assertThat(crowd.all()).isEmpty();
    }

    @Test
    void ofTooManyTheStrangerThatWasSilentTheLongestGivesWay() {
        come(FRIEND, "friend");
        come(new PeerId("x"), "x");
        come(new PeerId("y"), "y");
        crowd.heard(new PeerId("x"));
        come(new PeerId("z"), "z");
        assertThat(gone).containsExactly("y");
        come(new PeerId("w"), "w");
        assertThat(gone).containsExactly("y", "x");
    }
}
