package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.event.Event;

class TrainingPausesTest {

    private final List<Event> events = new ArrayList<>();
    private Duration now = Duration.ofSeconds(10);
    private final TrainingPauses pauses = new TrainingPauses(events::add, () -> now);

    @Test
    void whatTheUserAsksForOutlastsTheDevice() {
        pauses.device(Optional.of("the battery is at 12 %"));
        pauses.askedFor(true);
        assertThat(pauses.reason()).contains("the battery is at 12 %");
        now = now.plusSeconds(5);
        pauses.device(Optional.empty());
        assertThat(pauses.reason()).contains("its user asked for it");
        assertThat(events).hasSize(3).allMatch(Event.PauseRequested.class::isInstance);

        now = now.plusSeconds(5);
        pauses.askedFor(false);
        assertThat(events.getLast()).isInstanceOf(Event.ResumeRequested.class);
        now = now.plusSeconds(5);
        assertThat(pauses.reason()).isEmpty();
        assertThat(pauses.lasted()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void userDoesNotOverruleTheDevice() {
        pauses.device(Optional.of("/opt/busy says so"));
        pauses.askedFor(false);
        assertThat(events.getLast()).isInstanceOf(Event.PauseRequested.class);
        assertThat(pauses.reason()).contains("/opt/busy says so");
    }
}
