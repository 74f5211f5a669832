package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

import dev.grapevine.node.experiment.Fault;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.Scenario;

/**
 * What a scenario's faults leave of nodes and of the ways between them, at any time: constant between two
 * {@linkplain #nextChange changes}. A way is cut as long as any partition cuts it or its loss is 1. Times are in
 * nanoseconds since the start. Never changes: any thread may read it.
 */
final class Reachability {

    /** Later than anything. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int NO_GROUP = -1;

    private final NetworkConditions usual;
    private final List<List<Interval>> crashes;
    private final List<List<Interval>> freezes;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final TreeSet<Long> changes = new TreeSet<>();

    /** From its beginning up to, not including, its end. */
    private record Interval(long begin, long end) {
        boolean contains(long nanos) {
            return begin <= nanos && nanos < end;
        }
    }

    /** The group of each node. */
    private record Cut(Interval when, int[] groups) {}

    private record Condition(Interval when, Fault.Link link) {}

    Reachability(Scenario scenario) {
        this.usual = scenario.network();
        this.crashes = none(scenario.nodes());
        this.freezes = none(scenario.nodes());
        for (Fault fault : scenario.faults()) {
            Interval when = new Interval(fault.at().toNanos(),
                    fault.lasts().map(lasts -> fault.at().plus(lasts).toNanos()).orElse(NEVER));
            changes.add(when.begin);
            changes.add(when.end);
            switch (fault) {
                case Fault.Partition partition -> cuts.add(new Cut(when, groups(partition, scenario.nodes())));
                case Fault.Crash crash -> crash.nodes().forEach(node -> crashes.get(node).add(when));
                case Fault.Freeze freeze -> freeze.nodes().forEach(node -> freezes.get(node).add(when));
                case Fault.Link link -> conditions.add(new Condition(when, link));
            }
        }
    }

    private static List<List<Interval>> none(int nodes) {
        return Stream.generate(() -> (List<Interval>) new ArrayList<Interval>(0)).limit(nodes).toList();
    }

    private static int[] groups(Fault.Partition partition, int nodes) {
        int[] groups = new int[nodes];
        Arrays.fill(groups, NO_GROUP);
        for (int group = 0; group < partition.groups().size(); group++) {
            for (int node : partition.groups().get(group)) {
                groups[node] = group;
            }
        }
        return groups;
    }

    /** Whether a node's process lives, be it frozen. */
    boolean isUp(int node, long nanos) {
        return isFree(crashes.get(node), nanos);
    }

    /** Whether a node computes and answers. */
    boolean isRunning(int node, long nanos) {
        return isUp(node, nanos) && isFree(freezes.get(node), nanos);
    }

    private static boolean isFree(List<Interval> outages, long nanos) {
        for (Interval outage : outages) {
            if (outage.contains(nanos)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a way between two nodes; always from a node to itself. */
    boolean connects(int first, int second, long nanos) {
        return first == second || conditions(first, second, nanos).loss().orElse(0) < 1
                && cuts.stream().noneMatch(cut -> cut.when.contains(nanos)
                        && (cut.groups[first] == NO_GROUP || cut.groups[first] != cut.groups[second]));
    }

    /** What the way between two nodes is like; of overlapping faults the later in the scenario wins. */
    NetworkConditions conditions(int first, int second, long nanos) {
        NetworkConditions result = usual;
        for (Condition condition : conditions) {
            Fault.Link link = condition.link;
            boolean meant = link.first() == first && link.second() == second
                    || link.first() == second && link.second() == first;
            if (meant && condition.when.contains(nanos)) {
                result = result.overlaidBy(link.conditions());
            }
        }
        return result;
    }

    /** The first time after a given one at which anything begins or ends; {@link #NEVER} if nothing does. */
    long nextChange(long nanos) {
        Long next = changes.higher(nanos);
        return next == null ? NEVER : next;
    }

    /** The first time, not before a given one, at which something holds; {@link #NEVER} if it never does. */
    long firstTime(long nanos, LongPredicate holds) {
        long time = nanos;
        while (time != NEVER && !holds.test(time)) {
            time = nextChange(time);
        }
        return time;
    }

    /** Whether something holds all the time from a beginning up to, not including, an end that is later. */
    boolean holdsThroughout(long begin, long end, LongPredicate holds) {
        return firstTime(begin, time -> !holds.test(time)) >= end;
    }

    /**
     * When a node is done with a computation. While it is frozen, it does not go on.
     *
     * @param begin of the computation
     * @param nanos that it takes
     * @return {@link #NEVER} if the node crashes before it is done, or stays frozen
     */
    long computed(int node, long begin, long nanos) {
        long left = nanos;
        long time = begin;
        while (time != NEVER && isUp(node, time)) {
            long change = nextChange(time);
            if (isRunning(node, time)) {
                if (left <= change - time) {
                    return time + left;
                }
                left -= change - time;
            }
            time = change;
        }
        return NEVER;
    }
}
