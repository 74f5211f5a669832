package dev.grapevine.node.experiment;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that goes wrong at a given time, the same in virtual time and with real processes. */
public sealed interface Fault {

    /** When it begins, since the start of the run. */
    Duration at();

    /** How long it lasts; empty if it never ends. */
    Optional<Duration> lasts();

    /** What it is, in a few words. */
    String describe();

    /** Nodes of different groups cannot reach each other; a node in no group reaches nobody. */
    record Partition(Duration at, Optional<Duration> lasts, List<List<Integer>> groups) implements Fault {
        @Override
        public String describe() {
            return "partition of " + groups;
        }
    }

    /** Processes die at once, and come back from their last checkpoint when it is over. */
    record Crash(Duration at, Optional<Duration> lasts, List<Integer> nodes) implements Fault {
        @Override
        public String describe() {
            return "crash of " + nodes;
        }
    }

    /** Processes stand still, and go on where they stood when it is over. */
    record Freeze(Duration at, Optional<Duration> lasts, List<Integer> nodes) implements Fault {
        @Override
        public String describe() {
            return "freeze of " + nodes;
        }
    }

    /** The way between two nodes, in both directions, is another one. What is empty stays as it was. */
    record Link(Duration at, Optional<Duration> lasts, int first, int second, NetworkConditions conditions)
            implements
                Fault {
        @Override
        public String describe() {
            return "other conditions between " + first + " and " + second;
        }
    }
}
