/**
 * What columns, classes and scaling are agreed on, and the sums over rows that they come from. Never opens a file or keeps
 * rows. Start reading at {@link dev.grapevine.node.replica.data.schema.Schema}.
 */
package dev.grapevine.node.replica.data.schema;
