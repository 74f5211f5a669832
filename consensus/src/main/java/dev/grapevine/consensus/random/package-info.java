/**
 * Seeded randomness: streams that can be forked by name and saved, and random bits that two nodes compute alike from a
 * seed. It never asks the machine for randomness. Start reading at {@link RandomStream}.
 */
package dev.grapevine.consensus.random;
