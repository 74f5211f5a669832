/**
 * Membership: who is in the cluster, by Hazelcast, and nodes that have one name. Never carries anything that is
 * learned. Start reading at {@link dev.grapevine.node.membership.Membership}.
 */
package dev.grapevine.node.membership;
