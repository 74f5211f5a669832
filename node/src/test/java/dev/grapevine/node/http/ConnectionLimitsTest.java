package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    @Test
    void bothLimitsHold() {
        ConnectionLimits limits = new ConnectionLimits(3, 2);
        assertThat(List.of(limits.came("a"), limits.came("a"), limits.came("a"), limits.came("b"), limits.came("c")))
                .containsExactly(true, true, false, true, false);
        limits.gone("a");
        assertThat(limits.came("c")).isTrue();
        assertThat(limits.all()).isEqualTo(3);
    }

    @Property
    void countIsThatOfOpenConnections(@ForAll List<@IntRange(min = -3, max = 3) Integer> moves) {
        ConnectionLimits limits = new ConnectionLimits(5, 3);
        Deque<String> open = new ArrayDeque<>();
        for (int move : moves) {
            String client = "client " + Math.abs(move);
            if (move >= 0) {
                boolean hasRoom = open.size() < 5 && open.stream().filter(client::equals).count() < 3;
                assertThat(limits.came(client)).isEqualTo(hasRoom);
                if (hasRoom) {
                    open.add(client);
                }
            } else if (open.remove(client)) {
                limits.gone(client);
            }
            assertThat(limits.all()).isEqualTo(open.size());
        }
    }
}
