/**
 * The distance by which two replicas move towards each other: the mixing step γ, and the rules that turn a difference
 * into increments. They never see more than one difference at a time; {@code robust} does. Start reading at
 * {@link MixingStep}.
 */
package dev.grapevine.consensus.mixing;
