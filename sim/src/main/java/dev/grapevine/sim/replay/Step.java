package dev.grapevine.sim.replay;

import java.time.Duration;
import java.util.List;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;

/**
 * One event of a journal, handled again.
 *
 * @param number  of the event in the node's life, from 1
 * @param at      since the node's start
 * @param effects as they were this time
 */
public record Step(long number, Duration at, Event event, List<Effect> effects) {}
