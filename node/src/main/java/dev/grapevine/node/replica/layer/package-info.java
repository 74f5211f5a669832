/**
 * The layers of networks, forward and backward. Never keeps parameters: they lie in the network's one array. Start reading
 * at {@link dev.grapevine.node.replica.layer.Layer}.
 */
package dev.grapevine.node.replica.layer;
