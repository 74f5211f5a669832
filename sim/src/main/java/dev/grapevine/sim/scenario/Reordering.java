package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * Some messages are overtaken by later ones.
 *
 * @param share share of all messages, 0 to 1
 * @param by    longest extra travel time of such a message
 */
public record Reordering(double share, Duration by) {}
