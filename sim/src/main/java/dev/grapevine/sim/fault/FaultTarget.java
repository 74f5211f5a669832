package dev.grapevine.sim.fault;

/** What can be done to a simulated node. Doing it twice is the same as once. */
public interface FaultTarget {

    /** Stops a node; all that it keeps is its last checkpoint. */
    void crash(int node);

    /** Starts a stopped node as a new incarnation. */
    void restart(int node);

    /** Lets a node stand still. */
    void freeze(int node);

    /** Lets it go on where it stood. */
    void thaw(int node);
}
