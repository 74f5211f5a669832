package dev.grapevine.testbed.collect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.launch.Cluster;

/** The lines that tell where the dashboards of a cluster's nodes are. */
final class Dashboards {

    /** Nodes with a line each; the addresses of others are in their folders. */
    static final int LINES = 8;

    private Dashboards() {}

    static List<String> lines(Cluster cluster, Path folder) {
        return lines(IntStream.range(0, cluster.size()).mapToObj(i -> cluster.node(i).http()).toList(), folder);
    }

    /**
     * @param nodes  where the API of each node is, as far as that is known
     * @param folder of the nodes' folders
     */
    static List<String> lines(List<Optional<Address>> nodes, Path folder) {
        List<String> lines = new ArrayList<>(List.of("Dashboards:"));
        for (int i = 0; i < Math.min(LINES, nodes.size()); i++) {
            String name = "  node-" + i + "  ";
            nodes.get(i).ifPresent(address -> lines.add(name + "http://" + address + "/"));
        }
        if (nodes.size() > LINES) {
            lines.add("  and " + (nodes.size() - LINES) + " more: see process.properties in the nodes' folders in "
                    + folder);
        }
        return lines.size() == 1 ? List.of() : lines;
    }
}
