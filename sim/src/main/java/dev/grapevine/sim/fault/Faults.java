package dev.grapevine.sim.fault;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.RunSummary.InjectedFault;
import dev.grapevine.sim.network.SimulatedNetwork;

/** Lets a scenario's faults begin and end, and notes that they did. */
public final class Faults {

    private final SimulatedNetwork network;
    private final FaultTarget target;
    private final List<Fault> faults;
    private final List<InjectedFault> injected = new ArrayList<>();

    public Faults(SimulatedNetwork network, FaultTarget target, List<Fault> faults) {
        this.network = network;
        this.target = target;
        this.faults = List.copyOf(faults);
    }

    /** What was injected so far. */
    public List<InjectedFault> injected() {
        return List.copyOf(injected);
    }

    /** One fault begins, or ends. */
    public void turn(int number, boolean begins, double seconds) {
        Fault fault = faults.get(number);
        injected.add(new InjectedFault(seconds, (begins ? "" : "end of ") + fault.describe()));
        switch (fault) {
            case Fault.Partition partition when begins -> network.partition(partition.groups());
            case Fault.Partition _ -> network.heal();
            case Fault.Crash crash when begins -> crash.nodes().forEach(target::crash);
            case Fault.Crash crash -> crash.nodes().forEach(target::restart);
            case Fault.Freeze freeze when begins -> freeze.nodes().forEach(target::freeze);
            case Fault.Freeze freeze -> freeze.nodes().forEach(target::thaw);
            case Fault.Link link -> network.condition(link.first(), link.second(),
                    begins ? link.conditions() : NetworkConditions.USUAL);
        }
    }
}
