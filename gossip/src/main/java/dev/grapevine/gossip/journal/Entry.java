package dev.grapevine.gossip.journal;

import java.time.Duration;

import dev.grapevine.gossip.event.Event;

/** What follows the header in a segment of a journal: events, each with a hash of what it led to after it. */
public sealed interface Entry {

    /**
     * An event, written before it was handled.
     *
     * @param at since the node's start
     */
    record Happened(Duration at, Event event) implements Entry {}

    /**
     * What the event before it led to, written before that was performed.
     *
     * @param hash by {@link StepHash}
     */
    record LedTo(long hash) implements Entry {}
}
