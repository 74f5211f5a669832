/**
 * Networks of layers, and the model names that users write. Independent of data sets and optimizers. Start reading at
 * {@link dev.grapevine.node.replica.model.Network}.
 */
package dev.grapevine.node.replica.model;
