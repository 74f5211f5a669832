/**
 * Which training rows each of several nodes has. Never changes, copies or reads a row's features. Start reading at
 * {@link dev.grapevine.node.replica.data.split.Split}.
 */
package dev.grapevine.node.replica.data.split;
