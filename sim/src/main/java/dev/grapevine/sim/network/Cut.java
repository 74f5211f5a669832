package dev.grapevine.sim.network;

import java.util.Arrays;
import java.util.List;

import dev.grapevine.sim.scenario.PartitionShape;

/** Ways that carry nothing. */
public final class Cut {

    private static final int ALONE = -1;

    /** Says whether a way is cut. */
    @FunctionalInterface
    private interface Severing {
        boolean severs(int from, int to);
    }

    private final PartitionShape shape;
    private final Severing severing;

    private Cut(PartitionShape shape, Severing severing) {
        this.shape = shape;
        this.severing = severing;
    }

    /**
     * @param shape one without anything random
     */
    public static Cut of(PartitionShape shape, int nodes) {
        return new Cut(shape, switch (shape) {
            case PartitionShape.Groups groups -> betweenGroups(groups.groups(), nodes);
            case PartitionShape.Isolate isolate -> around(marked(isolate.nodes(), nodes));
            case PartitionShape.OneWay oneWay -> {
                boolean[] senders = marked(oneWay.from(), nodes);
                boolean[] receivers = marked(oneWay.to(), nodes);
                yield (from, to) -> senders[from] && receivers[to];
            }
            case PartitionShape.Random random -> throw new IllegalArgumentException(random + " are not drawn yet");
        });
    }

    private static Severing betweenGroups(List<List<Integer>> groups, int nodes) {
        int[] groupOf = new int[nodes];
        Arrays.fill(groupOf, ALONE);
        for (int group = 0; group < groups.size(); group++) {
            for (int node : groups.get(group)) {
                groupOf[node] = group;
            }
        }
        return (from, to) -> groupOf[from] == ALONE || groupOf[from] != groupOf[to];
    }

    private static Severing around(boolean[] isolated) {
        return (from, to) -> isolated[from] || isolated[to];
    }

    private static boolean[] marked(List<Integer> numbers, int nodes) {
        boolean[] marked = new boolean[nodes];
        numbers.forEach(number -> marked[number] = true);
        return marked;
    }

    /** Whether one node is cut off from another. */
    public PartitionShape shape() {
        return shape;
    }

    /** Whether nothing gets from one node to another. */
    public boolean severs(int from, int to) {
        return severing.severs(from, to);
    }
}
