package dev.grapevine.sim.baseline;

import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.world.WorldRandomness;

/** Computing time of devices, the same as in the run with gossip. */
final class ComputeTime {

    private final Devices devices;
    private final long operationsPerRow;
    private final double[] speeds;

    ComputeTime(BaselineSetting setting) {
        this.devices = setting.scenario().devices();
        this.operationsPerRow = setting.operationsPerRow();
        this.speeds = new double[setting.nodes()];
        WorldRandomness random = WorldRandomness.of(setting.setup().options());
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = devices.speed().draw(random.speed(i));
        }
    }

    /** Time to train on this many rows at a node, in nanoseconds. */
    long nanos(int node, long rows) {
        return nanos(speeds[node], rows);
    }

    /** The same on a device of speed 1. */
    long nanos(long rows) {
        return nanos(1, rows);
    }

    private long nanos(double speed, long rows) {
        return Math.max(1, (long) ((double) rows * operationsPerRow / (devices.gigaflops() * speed)));
    }
}
