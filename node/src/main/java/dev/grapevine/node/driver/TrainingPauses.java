package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.grapevine.gossip.event.Event;

/**
 * The pauses of training: the node's user asks for them, or its device does. Training goes on when neither does any
 * more, so that a battery that is full again does not overrule its user. For one event loop.
 */
final class TrainingPauses {

    private final Consumer<Event> events;
    private final Supplier<Duration> clock;
    private boolean isAskedFor;
    private Optional<String> device = Optional.empty();
    private Duration before = Duration.ZERO;
    /** Null while training goes on. */
    private Duration since;

    /**
     * @param events receives that training pauses, and that it goes on
     * @param clock  tells the time since some moment
     */
    TrainingPauses(Consumer<Event> events, Supplier<Duration> clock) {
        this.events = events;
        this.clock = clock;
    }

    /** The user wants training to pause, or not any more. */
    void askedFor(boolean pause) {
        isAskedFor = pause;
        follow();
    }

    /** @param reason of the device for a pause, such as "the battery is at 12 %"; empty if it has none */
    void device(Optional<String> reason) {
        device = reason;
        follow();
    }

    private void follow() {
        boolean pauses = isAskedFor || device.isPresent();
        if (pauses && since == null) {
            since = clock.get();
        } else if (!pauses && since != null) {
            before = lasted();
            since = null;
        }
        events.accept(pauses ? new Event.PauseRequested() : new Event.ResumeRequested());
    }

    /** The reason why training pauses at present; empty while it goes on. */
    Optional<String> reason() {
        return device.or(() -> isAskedFor ? Optional.of("its user asked for it") : Optional.empty());
    }

    /** The total time for which training has paused. */
    Duration lasted() {
        return since == null ? before : before.plus(clock.get()).minus(since);
    }
}
