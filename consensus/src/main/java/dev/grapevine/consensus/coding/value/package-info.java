/**
 * Codecs that send values rather than distances on a lattice: float32, bf16, uniform quantization, top-k and random-k.
 * All but float32 are baselines with which replicas agree slowly or only nearly. They never need a lattice, since every
 * difference is in reach. Start reading at {@link ValueCodec}.
 */
package dev.grapevine.consensus.coding.value;
