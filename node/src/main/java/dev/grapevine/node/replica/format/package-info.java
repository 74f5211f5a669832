/**
 * File formats of models that other programs read, too. Never trains or judges anything. Start reading at
 * {@link dev.grapevine.node.replica.format.Safetensors}.
 */
package dev.grapevine.node.replica.format;
