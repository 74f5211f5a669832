package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.fault.FaultTarget;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.scenario.Fault;

/**
 * Nodes that stop by themselves. A liar, or a node with options of its own, may have spoiled its replica: the others go
 * on. A stop of any other node is a mistake in the settings of the run. For one thread.
 */
final class SelfStops {

    private final List<SimulatedNode> nodes;
    private final FaultTarget lives;
    private final Faults faults;
    private final List<RunSummary.Stop> stops = new ArrayList<>();
    private boolean complete;

    /** @param all all faults of the scenario */
    SelfStops(List<SimulatedNode> nodes, List<Fault> all, FaultTarget lives, Faults faults) {
        this.nodes = nodes;
        this.lives = lives;
        this.faults = faults;
        for (Fault fault : all) {
            if (fault instanceof Fault.OwnOptions own) {
                own.nodes().forEach(number -> nodes.get(number).maySpoilItself = true);
            }
        }
    }

    /**
     * A node stops by itself.
     *
     * @throws UserMistakeException if it neither lies nor has options of its own
     */
    void stop(SimulatedNode node, Effect.Halt halt, double seconds) {
        if (node.honest && !node.maySpoilItself) {
            throw new UserMistakeException("Node " + node.id + " stopped. " + halt.sentence());
        }
        if (node.maySpoilItself) {
            stops.add(new RunSummary.Stop(seconds, node.number, halt.sentence()));
        }
        faults.note(seconds, "stop of [" + node.number + "] by itself: " + halt.sentence());
        lives.crash(node.number, false);
        node.stoppedItself = true;
    }

    /** Stops of nodes with options of their own that were not started again until now, or until {@link #complete}. */
    List<RunSummary.Stop> stops() {
        if (!complete) {
            forgetRestarted();
        }
        return List.copyOf(stops);
    }

    private void forgetRestarted() {
        stops.removeIf(stop -> !nodes.get(stop.node()).stoppedItself);
    }

    /** Completes the list: restarts from now on remove nothing from it. */
    void complete() {
        forgetRestarted();
        complete = true;
    }

    /** Starts all stopped nodes again. */
    void startAgain() {
        nodes.stream().filter(node -> node.stoppedItself).forEach(node -> lives.restart(node.number));
    }
}
