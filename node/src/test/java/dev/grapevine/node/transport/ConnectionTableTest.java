package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;

class ConnectionTableTest {

    private static final PeerId FRIEND = new PeerId("friend");

    private final List<String> evicted = new ArrayList<>();
    private final ConnectionTable<String> table = new ConnectionTable<>(2, 3, Set.of(FRIEND)::contains, evicted::add);

    private void accept(PeerId peer, String connection) {
        table.accepted(connection);
        table.identified(peer, connection);
    }

    @Test
    void oldestConnectionWithoutHandshakeIsEvicted() {
        table.accepted("a");
        table.accepted("b");
        table.identified(FRIEND, "a");
        table.accepted("c");
        assertThat(evicted).isEmpty();
        table.accepted("d");
        assertThat(evicted).containsExactly("b");
        table.closed("c");
        table.accepted("e");
        assertThat(evicted).containsExactly("b");
        assertThat(table.all()).containsExactlyInAnyOrder("a", "d", "e");
    }

    @Test
    void newestConnectionOfPeerReplacesOlder() {
        accept(FRIEND, "a");
        accept(FRIEND, "b");
        assertThat(evicted).containsExactly("a");
        table.closed(FRIEND, "a");
        assertThat(table.all()).containsExactly("b");
        table.closed(FRIEND, "b");
        assertThat(table.all()).isEmpty();
    }

    @Test
    void longestSilentStrangerIsEvicted() {
        accept(FRIEND, "friend");
        accept(new PeerId("x"), "x");
        accept(new PeerId("y"), "y");
        table.heard(new PeerId("x"));
        accept(new PeerId("z"), "z");
        assertThat(evicted).containsExactly("y");
        accept(new PeerId("w"), "w");
        assertThat(evicted).containsExactly("y", "x");
    }
}
