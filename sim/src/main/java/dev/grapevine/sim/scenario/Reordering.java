package dev.grapevine.sim.scenario;

import java.time.Duration;

/**
 * Some messages are overtaken by later ones.
 *
 * @param share of all messages, 0 to 1
 * @param by    how much longer such a message takes at most
 */
public record Reordering(double share, Duration by) {}
