package dev.grapevine.sim.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What is to happen, in order of time. */
class EventQueueTest {

    static List<String> takeAll(EventQueue<String> queue) {
        List<String> taken = new ArrayList<>();
        for (var next = queue.next(); next.isPresent(); next = queue.next()) {
            taken.add(next.get() + "@" + queue.now());
        }
        return taken;
    }

    @Test
    void events_comeByTime_thenByInsertion() {
        EventQueue<String> queue = new EventQueue<>();
        queue.add(5, "d");
        queue.add(3, "a");
        queue.add(3, "b");
        queue.add(5, "e");
        queue.add(3, "c");
        assertThat(takeAll(queue)).containsExactly("a@3", "b@3", "c@3", "d@5", "e@5");
        assertThat(queue.next()).isEmpty();
        assertThat(queue.now()).isEqualTo(5);
    }

    @Test
    void event_addedMeanwhile_comesInItsTurn() {
        EventQueue<String> queue = new EventQueue<>();
        queue.add(1, "a");
        queue.add(2, "c");
        assertThat(queue.next()).contains("a");
        queue.add(1, "b");
        queue.add(2, "d");
        assertThat(takeAll(queue)).containsExactly("b@1", "c@2", "d@2");
    }

    @Test
    void event_inThePast_isRefused() {
        EventQueue<String> queue = new EventQueue<>();
        assertThatThrownBy(() -> queue.add(-1, "before the start")).isInstanceOf(IllegalArgumentException.class);
        queue.add(7, "a");
        queue.next();
        assertThatThrownBy(() -> queue.add(6, "late")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An event at 6 ns, but it is 7 ns already");
    }
}
