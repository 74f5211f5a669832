package dev.grapevine.node.membership;

/** A node's membership in a cluster, for one life. Starting and stopping block. */
public interface Cluster {

    /** Joins the cluster, or founds it. */
    void start();

    /** Leaves the cluster. */
    void stop();

    /** Whether another member has this node's name now, and which of the two joined first. Thread-safe. */
    Namesake namesake();
}
