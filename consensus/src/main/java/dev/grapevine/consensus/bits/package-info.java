/**
 * Numbers as bytes: bit streams, packed lanes, Rice codes, gaps between indices, bf16 and little-endian words. It never
 * knows what the numbers mean, but for the lattice whose steps {@link RiceCoding} counts. Start reading at {@link
 * BitWriter}.
 */
package dev.grapevine.consensus.bits;
