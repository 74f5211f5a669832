/**
 * Assignment of training rows to nodes. Reads no features and copies no rows. Start reading at
 * {@link dev.grapevine.node.replica.data.split.Split}.
 */
package dev.grapevine.node.replica.data.split;
