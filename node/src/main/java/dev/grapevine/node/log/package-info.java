/**
 * The log of a node: what it tells people and other programs, line by line, on standard output and in a file of bounded size.
 * Start reading at {@link dev.grapevine.node.log.NodeLog}.
 */
package dev.grapevine.node.log;
