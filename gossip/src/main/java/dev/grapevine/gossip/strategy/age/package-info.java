/**
 * The strategy {@code age}: pushes of blocks with their ages. It never waits for an answer. Start reading at
 * {@link AgeStrategy}.
 */
package dev.grapevine.gossip.strategy.age;
