/**
 * Rows in memory or on disk, as training asks for them. Never knows which file they come from or which node they are for.
 * Start reading at {@link dev.grapevine.node.replica.data.rows.Dataset}.
 */
package dev.grapevine.node.replica.data.rows;
