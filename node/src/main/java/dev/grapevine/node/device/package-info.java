/**
 * What a node may take of the device that it runs on: a share of a processor, and when it rests for the sake of battery and
 * temperature. Never knows what the node does with it. Start reading at {@link dev.grapevine.node.device.PauseConditions}.
 */
package dev.grapevine.node.device;
