/**
 * Graphs that say who exchanges with whom, fixed or changing with time, and their mixing matrices. They know numbers
 * of nodes and never the nodes themselves. Start reading at {@link Topology}.
 */
package dev.grapevine.consensus.topology;
