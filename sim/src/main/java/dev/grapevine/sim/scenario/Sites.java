package dev.grapevine.sim.scenario;

import java.util.Arrays;
import java.util.List;

/**
 * Sites that are joined by lines of their own. Nodes in no group share one more site.
 *
 * @param groups  groups of nodes, one per site
 * @param between conditions between sites that differ from the usual ones; the bandwidth is that of one line per
 *                direction between two sites, shared by all nodes
 */
public record Sites(List<Site> groups, NetworkConditions between) {

    public static final Sites NONE = new Sites(List.of(), NetworkConditions.USUAL);

    /** A named group of nodes in one place. */
    public record Site(String name, List<Integer> nodes) {
        public Site {
            nodes = List.copyOf(nodes);
        }
    }

    public Sites {
        groups = List.copyOf(groups);
    }

    /** The site number of each node; nodes in no group have the number after the last group's. */
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
