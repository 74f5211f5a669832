package dev.grapevine.sim.replay;

import java.time.Duration;

/**
 * The first difference between a replay and its journal.
 *
 * @param number   of the event in the node's life, from 1
 * @param at       since the node's start
 * @param event    in words
 * @param expected what the journal says
 * @param got      what it was this time
 */
public record Difference(long number, Duration at, String event, String expected, String got) {}
