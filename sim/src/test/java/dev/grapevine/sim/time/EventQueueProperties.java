package dev.grapevine.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The queue puts anything into order. */
class EventQueueProperties {

    @Property(tries = 200)
    void events_areSortedStably(@ForAll @Size(max = 300) List<@LongRange(min = 0, max = 12) Long> times) {
        EventQueue<String> queue = new EventQueue<>();
        List<String> expected = new ArrayList<>();
        record Entry(long time, int number) {}
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            queue.add(times.get(i), String.valueOf(i));
            entries.add(new Entry(times.get(i), i));
        }
        entries.stream().sorted(Comparator.comparingLong(Entry::time))
                .forEach(entry -> expected.add(entry.number() + "@" + entry.time()));
        assertThat(EventQueueTest.takeAll(queue)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void events_takenBetweenInsertions_areStillSorted(
            @ForAll @Size(max = 300) List<@LongRange(min = -2, max = 6) Long> delays) {
        EventQueue<Integer> queue = new EventQueue<>();
        record Entry(long time, int number) {}
        PriorityQueue<Entry> expected = new PriorityQueue<>(
                Comparator.comparingLong(Entry::time).thenComparingInt(Entry::number));
        for (int i = 0; i < delays.size(); i++) {
            if (delays.get(i) < 0) {
                assertThat(queue.next()).isEqualTo(Optional.ofNullable(expected.poll()).map(Entry::number));
            } else {
                queue.add(queue.now() + delays.get(i), i);
                expected.add(new Entry(queue.now() + delays.get(i), i));
            }
        }
        while (!expected.isEmpty()) {
            assertThat(queue.next()).contains(expected.poll().number());
        }
        assertThat(queue.next()).isEmpty();
    }
}
