package dev.grapevine.sim.scenario;

import java.util.Optional;

/**
 * Properties of the simulated devices.
 *
 * @param gigaflops of a device of speed 1: the virtual time of a step is the model's operations over this
 * @param speed     how fast devices are in comparison with each other
 * @param duty      when they sleep; empty if they never do
 * @param drift     how much faster or slower than true a device's clock runs at most, 0 to 0.5; each has its own rate,
 *                  uniform in between
 */
public record Devices(double gigaflops, Speed speed, Optional<Duty> duty, double drift) {

    public static final Devices DEFAULT = new Devices(1, new Speed.Constant(), Optional.empty(), 0);
}
