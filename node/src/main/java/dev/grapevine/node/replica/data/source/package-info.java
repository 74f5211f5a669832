/**
 * The user's files, from CSV to text, and generated digits, read into sums and rows. Keeps only what the schema asks
 * for. Start reading at {@link dev.grapevine.node.replica.data.source.DataSource}.
 */
package dev.grapevine.node.replica.data.source;
