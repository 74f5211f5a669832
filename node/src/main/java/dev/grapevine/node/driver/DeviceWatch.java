package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.vertx.core.Vertx;

import dev.grapevine.node.device.DeviceState;
import dev.grapevine.node.device.PauseConditions;
import dev.grapevine.node.history.EventKind;

/** Pauses the node while the device needs rest, and has it go on afterwards. For one event loop. */
final class DeviceWatch {

    static final Duration PAUSE = Duration.ofSeconds(10);

    private final PauseConditions conditions;
    private final DeviceState device;
    private final Consumer<Optional<String>> pause;
    private final BiConsumer<EventKind, String> told;
    private boolean rests;

    /**
     * @param pause  receives why training is to pause, or that it need not, when that changes
     * @param told   receives sentences for users
     */
    DeviceWatch(PauseConditions conditions, DeviceState device, Consumer<Optional<String>> pause,
            BiConsumer<EventKind, String> told) {
        this.conditions = conditions;
        this.device = device;
        this.pause = pause;
        this.told = told;
    }

    /** Looks at the device again and again, off the event loop. */
    void begin(Vertx vertx, DelayedExecutor later) {
        vertx.executeBlocking(() -> conditions.unknown(device)).onSuccess(this::tellUnknown);
        look(vertx, later);
    }

    private void look(Vertx vertx, DelayedExecutor later) {
        vertx.executeBlocking(() -> conditions.reason(device)).onSuccess(reason -> {
            saw(reason);
            later.run(PAUSE, () -> look(vertx, later));
        });
    }

    /** The conditions that cannot be judged here. */
    void tellUnknown(List<String> unknown) {
        unknown.forEach(condition -> told.accept(EventKind.NOTICE,
                "This device does not tell what '" + condition + "' asks for: the condition never holds"));
    }

    /** @param reason to pause; empty if there is none */
    void saw(Optional<String> reason) {
        if (reason.isPresent() == rests) {
            return;
        }
        rests = reason.isPresent();
        told.accept(rests ? EventKind.PAUSED : EventKind.RESUMED,
                reason.map(why -> "Pauses training, since " + why).orElse("The device allows training again"));
        pause.accept(reason);
    }
}
