/**
 * Cluster membership by Hazelcast, and detection of nodes with the same name. Never carries learned parameters.
 * Start reading at {@link dev.grapevine.node.membership.Membership}.
 */
package dev.grapevine.node.membership;
