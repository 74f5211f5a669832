/**
 * Rows in memory or on disk, in the form that training needs. Independent of the files they come from and of nodes.
 * Start reading at {@link dev.grapevine.node.replica.data.rows.Dataset}.
 */
package dev.grapevine.node.replica.data.rows;
