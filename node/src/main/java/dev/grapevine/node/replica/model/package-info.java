/**
 * Networks made of layers, and the words that users order them with. Never knows of rows or steps. Start reading at
 * {@link dev.grapevine.node.replica.model.Network}.
 */
package dev.grapevine.node.replica.model;
