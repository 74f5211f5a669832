package dev.grapevine.sim.fault;

import java.util.Map;

/** Operations of faults on nodes. Each of them twice is the same as once. */
public interface FaultTarget {

    /**
     * Stops a node; all that it keeps is its last checkpoint.
     *
     * @param torn whether it keeps only the checkpoint before that, and takes itself for as young as in its first life
     */
    void crash(int node, boolean torn);

    /** Asks a node to leave in good order. */
    void leave(int node);

    /** Starts a stopped node as a new incarnation: one that was never there before, from nothing. */
    void restart(int node);

    /**
     * Gives a node other options than the rest.
     *
     * @param options by name: all that it has of its own now
     */
    void options(int node, Map<String, String> options);

    /** Freezes a node. */
    void freeze(int node);

    /** Lets a frozen node go on where it stood. */
    void thaw(int node);
}
