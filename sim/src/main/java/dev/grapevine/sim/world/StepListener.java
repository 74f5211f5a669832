package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;

/** Receives every step of every node, in order. */
@FunctionalInterface
public interface StepListener {

    /** Ignores all steps. */
    StepListener NONE = (nanos, node, event, effects, traceHash) -> {};

    /**
     * @param nanos     virtual time since the start
     * @param traceHash over this step and all before
     */
    void stepped(long nanos, int node, Event event, List<Effect> effects, long traceHash);
}
