/**
 * Modular quantization on a dithered lattice, whose error follows the disagreement of two replicas and vanishes with it.
 * It never needs memory of a peer. Start reading at {@link ModularCodec}.
 */
package dev.grapevine.consensus.coding.lattice;
