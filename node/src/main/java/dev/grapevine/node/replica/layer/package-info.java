/**
 * Layers of networks, forward and backward. They hold no parameters: those are in the network's one array. Start
 * reading at {@link dev.grapevine.node.replica.layer.Layer}.
 */
package dev.grapevine.node.replica.layer;
