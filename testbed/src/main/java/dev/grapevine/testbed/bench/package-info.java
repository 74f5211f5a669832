/**
 * Benchmarks: speed against what the hardware and other programs do in the same run, and results that are known. No node needs
 * anything of it. Start reading at {@link Benchmarks}.
 */
package dev.grapevine.testbed.bench;
