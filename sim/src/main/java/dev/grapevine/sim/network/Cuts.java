package dev.grapevine.sim.network;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.sim.scenario.PartitionShape;

/** All cuts at the moment. A way is open if none of them severs it. */
public final class Cuts {

    private final int nodes;
    private final List<Cut> cuts = new ArrayList<>();

    public Cuts(int nodes) {
        this.nodes = nodes;
    }

    /** One more cut. */
    public void add(PartitionShape shape) {
        cuts.add(Cut.of(shape, nodes));
    }

    /** One of the cuts of this shape is over. */
    public void remove(PartitionShape shape) {
        Cut over = cuts.stream().filter(cut -> cut.shape().equals(shape)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no partition of " + shape));
        cuts.remove(over);
    }

    /** Whether there is a way from one node to another. */
    public boolean connects(int from, int to) {
        for (int i = 0; i < cuts.size(); i++) {
            if (cuts.get(i).severs(from, to)) {
                return false;
            }
        }
        return true;
    }
}
