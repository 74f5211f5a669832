/**
 * A node's folder on disk: identity, checkpoints, journal. A crash never leaves half a file: each is either the new one
 * or the previous one. Start reading at {@link dev.grapevine.node.store.NodeDirectory}.
 */
package dev.grapevine.node.store;
