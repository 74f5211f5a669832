/**
 * Model files that other programs can read, too. Trains and evaluates nothing. Start reading at
 * {@link dev.grapevine.node.replica.format.Safetensors}.
 */
package dev.grapevine.node.replica.format;
