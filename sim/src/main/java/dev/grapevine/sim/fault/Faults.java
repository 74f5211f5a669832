package dev.grapevine.sim.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.node.result.RunSummary.InjectedFault;
import dev.grapevine.sim.network.Ways;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.PartitionShape;

/**
 * Applies faults as they begin and end, and notes them. Where several hit the same node or link, the effect lasts
 * until the last of them is over.
 */
public final class Faults {

    private final FaultSchedule schedule;
    private final Ways ways;
    private final FaultTarget target;
    private final SplitViews views;
    /** Numbers of faults that keep each node down, and that freeze it. */
    private final int[] down;
    private final int[] still;
    /** The faults that have begun and are not over, in the order in which they began. */
    private final List<Fault> active = new ArrayList<>();
    private final List<Fault.Join> joined = new ArrayList<>();
    private final List<Fault.Attack> attacks = new ArrayList<>();
    private final List<InjectedFault> injected = new ArrayList<>();

    public Faults(FaultSchedule schedule, int nodes, Ways ways, FaultTarget target, SplitViews views) {
        this.schedule = schedule;
        this.ways = ways;
        this.target = target;
        this.views = views;
        this.down = new int[nodes];
        this.still = new int[nodes];
        for (Fault.Join join : schedule.joins()) {
            join.nodes().forEach(node -> down[node]++);
        }
    }

    /** All faults so far, except for conditions that hold all the time. */
    public List<InjectedFault> injected() {
        return List.copyOf(injected);
    }

    /** Something happened because of a fault. */
    public void note(double seconds, String what) {
        injected.add(new InjectedFault(seconds, what));
    }

    /** The time at which the next fault begins or ends, in nanoseconds. */
    public OptionalLong nextNanos() {
        return schedule.nextNanos();
    }

    /** The attack that a node takes part in now; empty if it is honest. */
    public Optional<AttackKind> attack(int node) {
        return attacks.isEmpty()
                ? Optional.empty()
                : attacks.stream().filter(attack -> attack.nodes().contains(node)).map(Fault.Attack::kind)
                        .reduce((earlier, later) -> later);
    }

    /**
     * The next fault begins, or ends.
     *
     * @param seconds what the time is, for the notes
     */
    public Turn turn(double seconds) {
        Turn turn = schedule.next();
        turn.note().ifPresent(note -> injected.add(new InjectedFault(seconds, note)));
        if (turn.begins()) {
            active.add(turn.fault());
        } else {
            active.remove(turn.fault());
        }
        apply(turn.fault(), turn.begins());
        if (turn.fault() instanceof Fault.Join join) {
            joined.add(join);
        }
        return turn;
    }

    /** Whether a partition that is not over keeps what one node sends from another: read off the scenario's own words. */
    public boolean parts(int from, int to) {
        for (Fault fault : active) {
            if (fault instanceof Fault.Partition partition && parts(partition.shape(), from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean parts(PartitionShape shape, int from, int to) {
        return switch (shape) {
            case PartitionShape.Groups groups -> groups.groups().stream()
                    .noneMatch(group -> group.contains(from) && group.contains(to));
            case PartitionShape.OneWay oneWay -> oneWay.from().contains(from) && oneWay.to().contains(to);
            case PartitionShape.Isolate isolate -> isolate.nodes().contains(from) || isolate.nodes().contains(to);
            case PartitionShape.Random random -> throw new IllegalStateException(random + " were not drawn");
        };
    }

    /** All that goes wrong now is over, and nothing more will go wrong. */
    public void endAll(double seconds) {
        injected.add(new InjectedFault(seconds, "all faults are over"));
        List<Fault> ending = List.copyOf(active);
        active.clear();
        ending.forEach(fault -> apply(fault, false));
        schedule.joins().stream().filter(join -> !joined.contains(join)).forEach(join -> apply(join, true));
        schedule.cancel();
    }

    private void apply(Fault fault, boolean begins) {
        switch (fault) {
            case Fault.Partition partition when begins -> ways.cut(partition.shape());
            case Fault.Partition partition -> ways.heal(partition.shape());
            case Fault.Crash crash when begins -> crash.nodes().forEach(node -> crash(node, crash.torn()));
            case Fault.Crash crash -> crash.nodes().forEach(this::restart);
            case Fault.Freeze freeze when begins -> freeze.nodes().forEach(this::freeze);
            case Fault.Freeze freeze -> freeze.nodes().forEach(this::thaw);
            case Fault.Leave leave when begins -> leave.nodes().forEach(this::leave);
            case Fault.Leave leave -> leave.nodes().forEach(this::restart);
            case Fault.Join join when begins -> join.nodes().forEach(this::restart);
            case Fault.Join _ -> {
            }
            case Fault.Link link when begins -> ways.change(link.first(), link.second(), link.conditions());
            case Fault.Link link -> ways.restore(link.first(), link.second(), link.conditions());
            case Fault.Suspect suspect when begins -> views.begin(suspect);
            case Fault.Suspect suspect -> views.end(suspect);
            case Fault.Attack attack when begins -> attacks.add(attack);
            case Fault.Attack attack -> attacks.remove(attack);
            case Fault.OwnOptions own -> own.nodes().forEach(node -> target.options(node, ownOptions(node)));
            case Fault.Rolling rolling -> throw new IllegalStateException(rolling + " was not taken apart");
        }
    }

    /** The options of all faults that hold now; of two with the same name, the later wins. */
    private Map<String, String> ownOptions(int node) {
        Map<String, String> options = new LinkedHashMap<>();
        for (Fault fault : active) {
            if (fault instanceof Fault.OwnOptions own && own.nodes().contains(node)) {
                options.putAll(own.options());
            }
        }
        return options;
    }

    private void crash(int node, boolean torn) {
        down[node]++;
        if (down[node] == 1) {
            target.crash(node, torn);
        }
    }

    private void leave(int node) {
        down[node]++;
        if (down[node] == 1) {
            target.leave(node);
        }
    }

    private void restart(int node) {
        down[node]--;
        if (down[node] == 0) {
            target.restart(node);
            if (still[node] > 0) {
                target.freeze(node);
            }
        }
    }

    private void freeze(int node) {
        still[node]++;
        if (still[node] == 1) {
            target.freeze(node);
        }
    }

    private void thaw(int node) {
        still[node]--;
        if (still[node] == 0) {
            target.thaw(node);
        }
    }
}
