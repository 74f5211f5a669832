/**
 * Measures of agreement and of convergence: distances between replicas, sketches of them, and what theory promises. They
 * never change a replica. Start reading at {@link ConsensusDistance}.
 */
package dev.grapevine.consensus.measure;
