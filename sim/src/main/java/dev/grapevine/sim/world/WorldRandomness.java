package dev.grapevine.sim.world;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.RunIdentity;
import dev.grapevine.node.run.RunOptions;

/**
 * Where the chance in a scenario comes from, so that whatever else is simulated of it meets the same devices and the same
 * faults. Each purpose has a source of its own: one more node, or one more draw, changes nothing for the others.
 */
public record WorldRandomness(RandomStream world) {

    public static WorldRandomness of(RunOptions options) {
        return new WorldRandomness(new RandomStream(options.get(RunOptions.SEED)).fork("world"));
    }

    /** How fast a device is. */
    public RandomStream speed(int node) {
        return world.fork("speed", node);
    }

    /** How wrong a device's clock is. */
    RandomStream clock(int node) {
        return world.fork("clock", node);
    }

    /** When a device is switched on. */
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

    /** What goes wrong when. */
    public RandomStream faults() {
        return world.fork("faults");
    }

    /** What becomes of messages. */
    RandomStream network() {
        return world.fork("network");
    }

    /** Whom memberships that do not know all know. */
    RandomStream views() {
        return world;
    }

    /** Whom memberships hold for gone by mistake. */
    RandomStream suspicions() {
        return world.fork("suspicion");
    }

    /** What a liar says. */
    RandomStream lies(int node) {
        return world.fork("lies", node);
    }

    /** Who is judged where not all are. */
    RandomStream judged() {
        return world.fork("judged");
    }
}
