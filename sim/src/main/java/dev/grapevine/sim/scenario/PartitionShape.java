package dev.grapevine.sim.scenario;

import java.util.List;

/** Shapes of partitions: the pairs of nodes that cannot reach each other. */
public sealed interface PartitionShape {

    /** Nodes of different groups cannot reach each other; a node in no group reaches nobody. */
    record Groups(List<List<Integer>> groups) implements PartitionShape {
        public Groups {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public String toString() {
            return groups.toString();
        }
    }

    /** One direction only: messages from some nodes to some others are lost; the opposite direction works. */
    record OneWay(List<Integer> from, List<Integer> to) implements PartitionShape {
        public OneWay {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        @Override
        public String toString() {
            return "the ways from " + from + " to " + to;
        }
    }

    /** Groups drawn from the seed, whose sizes differ by one at most. */
    record Random(int groups) implements PartitionShape {

        public static final Random HALVES = new Random(2);

        @Override
        public String toString() {
            return groups == 2 ? "random halves" : groups + " random groups";
        }
    }

    /** These nodes reach no other node, not even each other. */
    record Isolate(List<Integer> nodes) implements PartitionShape {
        public Isolate {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            return "each of " + nodes + " from all others";
        }
    }
}
