package dev.grapevine.sim.scenario;

import java.util.Arrays;
import java.util.List;

/**
 * Places that are joined by lines of their own. Nodes in no group are in one more place together.
 *
 * @param groups  which nodes are where
 * @param between what differs on the way from one place to another; its bandwidth is that of the line between two
 *                places, one for each direction, which all nodes share
 */
public record Sites(List<Site> groups, NetworkConditions between) {

    public static final Sites NONE = new Sites(List.of(), NetworkConditions.USUAL);

    /** One place. */
    public record Site(String name, List<Integer> nodes) {
        public Site {
            nodes = List.copyOf(nodes);
        }
    }

    public Sites {
        groups = List.copyOf(groups);
    }

    /** The number of each node's place; nodes in no group have the number after the last group's. */
    public int[] ofNodes(int nodes) {
        int[] numbers = new int[nodes];
        Arrays.fill(numbers, groups.size());
        for (int group = 0; group < groups.size(); group++) {
            for (int node : groups.get(group).nodes()) {
                numbers[node] = group;
            }
        }
        return numbers;
    }
}
