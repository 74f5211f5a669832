package dev.grapevine.sim.world;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunOptions;

/**
 * Sources of a scenario's randomness, so that baselines meet the same devices and the same faults. Each purpose has a
 * source of its own: one more node, or one more draw, changes nothing for the others.
 */
public record WorldRandomness(RandomStream world) {

    public static WorldRandomness of(RunOptions options) {
        return new WorldRandomness(new RandomStream(options.get(ControlOptions.SEED)).fork("world"));
    }

    /** Speed of a device. */
    public RandomStream speed(int node) {
        return world.fork("speed", node);
    }

    /** Drift of a device's clock. */
    RandomStream clock(int node) {
        return world.fork("clock", node);
    }

    /** The randomness of the time at which a device is switched on. */
    RandomStream start(int node) {
        return world.fork("start", node);
    }

    /**
     * The identity of a run that is founded. The one that nodes know that are there from the start has none, which is the oldest.
     *
     * @param number  from 1
     * @param seconds virtual time
     */
    String run(int number, double seconds) {
        RandomStream chance = world.fork("run", number);
        return RunIdentity.of((long) (1000 * seconds), chance.nextLong(), chance.nextLong());
    }

    /** Faults that are drawn. */
    public RandomStream faults() {
        return world.fork("faults");
    }

    /** Fates of messages. */
    RandomStream network() {
        return world.fork("network");
    }

    /** Peers in partial views of membership. */
    RandomStream views() {
        return world;
    }

    /** False suspicions. */
    RandomStream suspicions() {
        return world.fork("suspicion");
    }

    /** Lies of a node. */
    RandomStream lies(int node) {
        return world.fork("lies", node);
    }

    /** Nodes that are evaluated, where not all are. */
    RandomStream judged() {
        return world.fork("judged");
    }
}
