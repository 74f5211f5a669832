/**
 * The decision whether to keep what a round of training or of exchanges did to a replica: losses before and after,
 * changes, relapses. It never evaluates a model; callers bring the losses. Start reading at {@link RoundJudge}.
 */
package dev.grapevine.consensus.judgement;
