package dev.grapevine.node.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What happened to a node, as far as it is kept. */
class EventsTest {

    @Test
    void newestEventsAreKept() {
        Events events = new Events();
        for (int i = 0; i < 3 * Events.MAX; i++) {
            events.add(new HistoryEvent(i, EventKind.NOTICE, "event " + i));
        }
        assertThat(events.all()).hasSize(Events.MAX);
        assertThat(events.all().getFirst().time()).isEqualTo(2 * Events.MAX);
        assertThat(events.all().getLast().time()).isEqualTo(3 * Events.MAX - 1);
    }

    @Test
    void bestEvaluationReplacesTheOneBefore() {
        Events events = new Events();
        events.add(new HistoryEvent(1, EventKind.BEST, "0.5"));
        events.add(new HistoryEvent(2, EventKind.JOINED, "ann"));
        events.add(new HistoryEvent(3, EventKind.BEST, "0.6"));
        assertThat(events.all()).extracting(HistoryEvent::sentence).containsExactly("ann", "0.6");
    }

    @Test
    void sentencesAreCutAndPrintable() {
        assertThat(new HistoryEvent(1, EventKind.PEER, "a\u001b[2Jb\n").sentence()).isEqualTo("a?[2Jb?");
        assertThat(new HistoryEvent(1, EventKind.PEER, "x".repeat(9999)).sentence()).hasSize(HistoryEvent.MAX_LENGTH);
    }

    @Test
    void everyKindHasItsWord() {
        for (EventKind kind : EventKind.values()) {
            assertThat(EventKind.of(kind.word())).contains(kind);
        }
        assertThat(EventKind.of("nothing")).isEmpty();
    }
}
