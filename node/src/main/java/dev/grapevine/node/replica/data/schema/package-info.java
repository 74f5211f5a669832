/**
 * Schemas (columns, classes and scaling) and the sums over rows that they are computed from. Opens no file and keeps no
 * rows. Start reading at {@link dev.grapevine.node.replica.data.schema.Schema}.
 */
package dev.grapevine.node.replica.data.schema;
