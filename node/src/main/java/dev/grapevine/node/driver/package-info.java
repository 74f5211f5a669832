/**
 * One node as a process: the loop around the pure protocol, its lives, evaluation and shutdown. Never decides what is
 * sent to peers: the protocol does. Start reading at {@link dev.grapevine.node.driver.NodeDriver}.
 */
package dev.grapevine.node.driver;
