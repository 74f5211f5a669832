/**
 * The limits on a node's use of its device: a share of a processor, and when it rests for the sake of battery and
 * temperature. Never knows what the node does with it. Start reading at {@link dev.grapevine.node.device.PauseConditions}.
 */
package dev.grapevine.node.device;
