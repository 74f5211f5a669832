package dev.grapevine.sim.fault;

import java.util.Optional;

import dev.grapevine.sim.scenario.Fault;

/**
 * A fault begins, or ends.
 *
 * @param nanos since the start of the run
 * @param fault one without anything random; the same object when it ends as when it began
 * @param note  what to tell users; empty for what happens all the time
 */
public record Turn(long nanos, Fault fault, boolean begins, Optional<String> note) {

    static Turn begin(Fault fault, Optional<String> note) {
        return new Turn(fault.at().toNanos(), fault, true, note);
    }

    static Turn end(Fault fault, Optional<String> note) {
        return new Turn(fault.at().plus(fault.lasts().orElseThrow()).toNanos(), fault, false,
                note.map(said -> "end of " + said));
    }
}
