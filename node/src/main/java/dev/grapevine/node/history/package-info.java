/**
 * The history of a node: points over time and events, both bounded, and the file that carries them over a restart. Pure but
 * for {@link dev.grapevine.node.history.HistoryFile}. Start reading at {@link dev.grapevine.node.history.History}.
 */
package dev.grapevine.node.history;
