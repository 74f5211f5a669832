package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fault with its time, the same in virtual time and with real processes. */
public sealed interface Fault {

    /** Its beginning, since the start of the run. */
    Duration at();

    /** Its duration; empty if it never ends. */
    Optional<Duration> lasts();

    /** A description in a few words. */
    String describe();

    /**
     * Some nodes cannot reach some others.
     *
     * @param flapping how it comes and goes; empty if it stays
     */
    record Partition(Duration at, Optional<Duration> lasts, PartitionShape shape, Optional<Flapping> flapping)
            implements
                Fault {

        /** One that stays for its time. */
        public Partition(Duration at, Optional<Duration> lasts, PartitionShape shape) {
            this(at, lasts, shape, Optional.empty());
        }

        @Override
        public String describe() {
            return (flapping.isPresent() ? "flapping " : "") + "partition of " + shape;
        }
    }

    /**
     * Processes die at once, and come back from their last checkpoint when it is over.
     *
     * @param torn whether they come back from an old folder: from the checkpoint before the last one, and with the number of
     *             their first life
     */
    record Crash(Duration at, Optional<Duration> lasts, List<Integer> nodes, boolean torn) implements Fault {

        public Crash {
            nodes = List.copyOf(nodes);
        }

        /** One that leaves the last checkpoint whole. */
        public Crash(Duration at, Optional<Duration> lasts, List<Integer> nodes) {
            this(at, lasts, nodes, false);
        }

        @Override
        public String describe() {
            return "crash of " + nodes + (torn ? " with torn checkpoints" : "");
        }
    }

    /** Processes stand still, and go on where they stood when it is over. */
    record Freeze(Duration at, Optional<Duration> lasts, List<Integer> nodes) implements Fault {

        public Freeze {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String describe() {
            return "freeze of " + nodes;
        }
    }

    /** Nodes leave in good order, and come back from their folders when it is over. */
    record Leave(Duration at, Optional<Duration> lasts, List<Integer> nodes) implements Fault {

        public Leave {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String describe() {
            return "leaving of " + nodes;
        }
    }

    /** Nodes start from nothing and look for the run, which they know nothing of: before that they are not there. */
    record Join(Duration at, List<Integer> nodes) implements Fault {

        public Join {
            nodes = List.copyOf(nodes);
        }

        /** Joined nodes stay. */
        @Override
        public Optional<Duration> lasts() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "joining of " + nodes;
        }
    }

    /** The way between two nodes, in both directions, is another one. Empty conditions stay as they were. */
    record Link(Duration at, Optional<Duration> lasts, int first, int second, NetworkConditions conditions)
            implements
                Fault {
        @Override
        public String describe() {
            return "other conditions between " + first + " and " + second;
        }
    }

    /**
     * False suspicion: some nodes believe that live peers are gone.
     *
     * @param of peers believed to be gone
     * @param by whose membership is mistaken
     */
    record Suspect(Duration at, Optional<Duration> lasts, List<Integer> of, List<Integer> by) implements Fault {

        public Suspect {
            of = List.copyOf(of);
            by = List.copyOf(by);
        }

        @Override
        public String describe() {
            return "suspicion of " + of + " by " + by;
        }
    }

    /** Nodes lie. */
    record Attack(Duration at, Optional<Duration> lasts, AttackKind kind, List<Integer> nodes) implements Fault {

        public Attack {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String describe() {
            return "attack by " + kind.text() + " of " + nodes;
        }
    }

    /**
     * Nodes have other options than the rest, as if each had been started with them.
     *
     * @param options by name, in the words of users; such as a node may choose for itself. Those of the protocol hold from
     *                the start to the end, those of learning from the next round on
     */
    record OwnOptions(Duration at, Optional<Duration> lasts, Map<String, String> options, List<Integer> nodes)
            implements
                Fault {

        public OwnOptions {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            nodes = List.copyOf(nodes);
        }

        /** Whether it is so from the start to the end. */
        public boolean isAlways() {
            return at.isZero() && lasts.isEmpty();
        }

        @Override
        public String describe() {
            return "options " + options + " of " + nodes;
        }
    }

    /**
     * One node after the other is stopped and started again.
     *
     * @param down  how long each is down
     * @param every time from one's stop to the next one's
     */
    record Rolling(Duration at, List<Integer> nodes, Duration down, Duration every) implements Fault {

        public Rolling {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(every.multipliedBy(Math.max(0, nodes.size() - 1)).plus(down));
        }

        /** The single crashes that it consists of. */
        public List<Crash> crashes() {
            List<Crash> crashes = new ArrayList<>();
            for (int node : nodes) {
                crashes.add(new Crash(at.plus(every.multipliedBy(crashes.size())), Optional.of(down), List.of(node)));
            }
            return crashes;
        }

        @Override
        public String describe() {
            return "rolling restart of " + nodes;
        }
    }
}
