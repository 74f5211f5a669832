package dev.grapevine.testbed.disturb;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.RunSummary.InjectedFault;
import dev.grapevine.testbed.launch.Cluster;

/** Lets a scenario's faults begin and end in a real cluster, when their time has come. */
public final class Disturber {

    /** A fault begins, or ends. */
    public record Turn(Duration at, Fault fault, boolean begins) {

        /** What happens, in a few words. */
        public String describe() {
            return (begins ? "" : "end of ") + fault.describe();
        }
    }

    private final Cluster cluster;
    private final List<Turn> turns = new ArrayList<>();
    private final List<InjectedFault> injected = new ArrayList<>();

    public Disturber(Cluster cluster, List<Fault> faults) {
        this.cluster = cluster;
        for (Fault fault : faults) {
            turns.add(new Turn(fault.at(), fault, true));
            fault.lasts().ifPresent(lasts -> turns.add(new Turn(fault.at().plus(lasts), fault, false)));
        }
        turns.sort(Comparator.comparing(Turn::at));
    }

    /** Whether any of the faults needs ways that can be cut. */
    public static boolean needsLinks(List<Fault> faults) {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.Partition || fault instanceof Fault.Link);
    }

    /** Whether there is more to come. */
    public boolean isPending() {
        return !turns.isEmpty();
    }

    /** What was injected so far. */
    public List<InjectedFault> injected() {
        return List.copyOf(injected);
    }

    /**
     * Does what is due.
     *
     * @return what was done
     */
    public List<Turn> act(Duration elapsed) {
        List<Turn> done = new ArrayList<>();
        while (!turns.isEmpty() && turns.getFirst().at().compareTo(elapsed) <= 0) {
            Turn turn = turns.removeFirst();
            perform(turn.fault(), turn.begins());
            injected.add(new InjectedFault(elapsed.toNanos() / 1e9, turn.describe()));
            done.add(turn);
        }
        return done;
    }

    private void perform(Fault fault, boolean begins) {
        switch (fault) {
            case Fault.Crash crash when begins -> crash.nodes().forEach(node -> cluster.node(node).kill());
            case Fault.Crash crash -> crash.nodes().forEach(node -> cluster.node(node).start());
            case Fault.Freeze freeze -> freeze.nodes().forEach(node -> signal(node, begins ? "STOP" : "CONT"));
            case Fault.Partition partition when begins -> links().partition(partition.groups());
            case Fault.Partition _ -> links().heal();
            case Fault.Link link -> links().condition(link.first(), link.second(),
                    begins ? link.conditions() : NetworkConditions.USUAL);
        }
    }

    private LinkProxies links() {
        return cluster.proxies()
                .orElseThrow(() -> new IllegalStateException("The cluster was started without links"));
    }

    private void signal(int node, String signal) {
        String pid = String.valueOf(cluster.node(node).pid().orElseThrow());
        try {
            int code = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException("There is no kill command", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
