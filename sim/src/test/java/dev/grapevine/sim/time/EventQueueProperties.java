package dev.grapevine.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The queue puts anything into order. */
class EventQueueProperties {

    @Property(tries = 200)
    void itIsAStableSort(@ForAll @Size(max = 60) List<@LongRange(min = 0, max = 12) Long> times) {
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
}
