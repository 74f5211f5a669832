package dev.grapevine.sim.network;

import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;

/** Operations of faults on the links between nodes. */
public interface Ways {

    /** Some nodes cannot reach some others. */
    void cut(PartitionShape shape);

    /** A partition of this shape is over. */
    void heal(PartitionShape shape);

    /** Changes a link in both directions, on top of earlier changes. */
    void change(int first, int second, NetworkConditions conditions);

    /** A change of a link is over. */
    void restore(int first, int second, NetworkConditions conditions);
}
