package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class PendingHandshakesTest {

    private final List<String> sentAway = new ArrayList<>();
    private final PendingHandshakes<String> pending = new PendingHandshakes<>(4, 3, sentAway::add);

    @Test
    void oldestOfItsAddressMakesRoom() {
        pending.came("a1", "a");
        pending.came("b1", "b");
        pending.came("a2", "a");
        pending.came("a3", "a");
        assertThat(sentAway).isEmpty();
        pending.came("a4", "a");
        assertThat(sentAway).containsExactly("a1");
        assertThat(pending.all()).containsExactly("b1", "a2", "a3", "a4");
    }

    @Test
    void crowdBehindOneAddressPushesItselfOut() {
        pending.came("b1", "b");
        for (int i = 1; i <= 3; i++) {
            pending.came("a" + i, "a");
        }
        pending.came("c1", "c");
        assertThat(sentAway).containsExactly("a1");
        assertThat(pending.all()).containsExactly("b1", "a2", "a3", "c1");
    }

    @Test
    void provedAndEndedOnesAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            pending.came("a" + i, "a");
            pending.gone("a" + i);
            pending.gone("a" + i);
        }
        assertThat(sentAway).isEmpty();
        assertThat(pending.all()).isEmpty();
    }
}
