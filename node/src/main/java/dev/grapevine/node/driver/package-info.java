/**
 * One node as a process: the loop around the pure protocol, its lives, what it judges and how it ends. Never decides what
 * peers are told: that is the protocol's. Start reading at {@link dev.grapevine.node.driver.NodeDriver}.
 */
package dev.grapevine.node.driver;
