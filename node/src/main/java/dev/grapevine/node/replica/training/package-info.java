/**
 * Rounds of local steps on one's own rows, and judging. Never knows of peers or of time. Start reading at
 * {@link dev.grapevine.node.replica.training.LocalTrainer}.
 */
package dev.grapevine.node.replica.training;
