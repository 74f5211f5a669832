/**
 * Arithmetic of layers and optimizers, in scalar and vector instructions with equal bits. Kernels allocate nothing per
 * call and know nothing of layers or models. Start reading at {@link dev.grapevine.node.replica.kernel.MatrixKernels}.
 */
package dev.grapevine.node.replica.kernel;
