/**
 * Vector arithmetic in families of two implementations that give the same bits, one in plain Java and one with the
 * Vector API. No family decides by itself which one runs; {@link KernelProvider} does, once. Start reading at {@link
 * Kernels}.
 */
package dev.grapevine.consensus.kernel;
