package dev.grapevine.gossip.journal;

import java.time.Duration;

import dev.grapevine.gossip.event.Event;

/** Entry after the header of a journal segment: an event, followed by the hash of its step. */
public sealed interface Entry {

    /**
     * Event, written before it is handled.
     *
     * @param at time since the node's start
     */
    record EventEntry(Duration at, Event event) implements Entry {}

    /**
     * Hash of the previous event's step, written before the step's effects are performed.
     *
     * @param hash by {@link StepHash}
     */
    record HashEntry(long hash) implements Entry {}
}
