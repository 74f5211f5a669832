package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import dev.grapevine.node.device.CpuShare;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.device.ProcessUse;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.LocalRun;

/** The resources that a node takes of its device, beside those that it may take. For one event loop. */
final class DeviceUse {

    private final DeviceLimits limits;
    private final Optional<CpuShare> share;
    private final TrainingPauses pauses;

    DeviceUse(DeviceLimits limits, TrainingPauses pauses) {
        this.limits = limits;
        this.share = limits.share();
        this.pauses = pauses;
    }

    /** Holds the process to its share; empty if it has all processors. For the training thread. */
    Optional<CpuShare> share() {
        return share;
    }

    TrainingPauses pauses() {
        return pauses;
    }

    NodeStatus.Device status(Optional<LocalRun> run) {
        return new NodeStatus.Device(orNull(limits.cpu()), seconds(ProcessUse.cpu()),
                share.map(CpuShare::rested).map(DeviceUse::seconds).orElse(0.0), orNull(limits.memoryBytes()),
                orNull(ProcessUse.residentBytes()),
                run.map(present -> present.setup().options().get(GossipOptions.BANDWIDTH_LIMIT))
                        .filter(limit -> limit > 0).orElse(null),
                pauses.reason().orElse(null), seconds(pauses.lasted()));
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
