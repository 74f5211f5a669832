/**
 * The form of a node's state as bytes: named sections with versions. It never knows what a section means. Start reading
 * at {@link SnapshotWriter}.
 */
package dev.grapevine.gossip.snapshot;
