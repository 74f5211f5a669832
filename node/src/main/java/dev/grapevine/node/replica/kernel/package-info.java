/**
 * The arithmetic of layers and optimizers, scalar and by vector instructions, with equal bits. Never allocates for each
 * call, and never knows what it is for. Start reading at {@link dev.grapevine.node.replica.kernel.MatrixKernels}.
 */
package dev.grapevine.node.replica.kernel;
