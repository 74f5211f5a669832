/**
 * The user's files, from csv to text, and generated digits: read into sums and rows. Never keeps what a schema does not ask
 * for. Start reading at {@link dev.grapevine.node.replica.data.source.DataSource}.
 */
package dev.grapevine.node.replica.data.source;
