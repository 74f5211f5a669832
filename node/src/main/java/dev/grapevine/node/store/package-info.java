/**
 * A node's folder on disk: identity, checkpoints, journal. Never shows half a file: each is whole or the one before. Start
 * reading at {@link dev.grapevine.node.store.NodeDirectory}.
 */
package dev.grapevine.node.store;
