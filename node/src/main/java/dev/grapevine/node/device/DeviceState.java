package dev.grapevine.node.device;

import java.nio.file.Path;
import java.util.OptionalDouble;

/** The device as conditions see it. May block. */
public interface DeviceState {

    /** Percent of the fullest battery; empty if there is none. */
    OptionalDouble battery();

    /** Degrees Celsius of the hottest sensor; empty if there is none. */
    OptionalDouble temperature();

    /** Whether a command of the user's ends with exit status 0, within some seconds. */
    boolean succeeds(Path command);
}
