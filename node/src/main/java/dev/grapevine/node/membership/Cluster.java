package dev.grapevine.node.membership;

import dev.grapevine.node.words.Address;

/** A node's membership in a cluster, for one life. Starting and stopping block. */
public interface Cluster {

    /**
     * Joins the cluster, or founds it.
     *
     * @throws NotJoinedException if the cluster does not let the node in now
     */
    void start() throws Exception;

    /** Another member may be found at this address of Hazelcast. Thread-safe. */
    void alsoAt(Address member);

    /** Leaves the cluster. */
    void stop();

    /** Whether another member has this node's name now, and which of the two joined first. Thread-safe. */
    Namesake namesake();
}
