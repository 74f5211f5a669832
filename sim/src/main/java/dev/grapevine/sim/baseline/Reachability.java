package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.fault.FaultSchedule;
import dev.grapevine.sim.fault.Turn;
import dev.grapevine.sim.network.Cut;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.WorldRandomness;

/**
 * The nodes and links that a scenario's faults leave, at any time: constant between two {@linkplain #nextChange
 * changes}. It follows the same schedule as the run with gossip. A link that is cut in one direction counts as cut,
 * because all traffic here is acknowledged. Times are in nanoseconds since the start. Any thread may read it.
 */
final class Reachability {

    /** A time later than any other. */
    static final long NEVER = Long.MAX_VALUE;

    private final NetworkConditions usual;
    private final NetworkConditions betweenSites;
    private final int[] siteOf;
    private final List<List<Interval>> crashes;
    private final List<List<Interval>> freezes;
    private final List<Cutting> cuts = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final TreeSet<Long> changes = new TreeSet<>();

    /** An interval of time with its beginning and without its end. */
    private static final class Interval {
        private final Fault fault;
        private final long begin;
        private long end = NEVER;

        Interval(Fault fault, long begin) {
            this.fault = fault;
            this.begin = begin;
        }

        boolean contains(long nanos) {
            return begin <= nanos && nanos < end;
        }
    }

    private record Cutting(Interval when, Cut cut) {}

    private record Condition(Interval when, Fault.Link link) {}

    /**
     * @param until nothing changes after that time
     */
    Reachability(Scenario scenario, long until) {
        this.usual = scenario.network();
        this.betweenSites = usual.overlaidBy(scenario.weather().sites().between());
        this.siteOf = scenario.weather().sites().ofNodes(scenario.nodes());
        this.crashes = none(scenario.nodes());
        this.freezes = none(scenario.nodes());
        RandomStream random = WorldRandomness.of(scenario.options()).faults();
        FaultSchedule schedule = new FaultSchedule(scenario.weather(), scenario.nodes(), random);
        schedule.joins().forEach(
                join -> join.nodes().forEach(node -> crashes.get(node).add(beforeJoining(join))));
        List<Interval> open = new ArrayList<>();
        while (schedule.nextNanos().orElse(NEVER) <= until) {
            Turn turn = schedule.next();
            changes.add(turn.nanos());
            if (turn.begins()) {
                Interval when = new Interval(turn.fault(), turn.nanos());
                open.add(when);
                begin(when, scenario.nodes());
            } else {
                Interval over = open.stream().filter(interval -> interval.fault == turn.fault()).findFirst()
                        .orElseThrow(() -> new IllegalStateException(turn + " never began"));
                over.end = turn.nanos();
                open.remove(over);
            }
        }
    }

    /** The interval from the start of the run to the time when nodes join. */
    private static Interval beforeJoining(Fault.Join join) {
        Interval absent = new Interval(join, 0);
        absent.end = join.at().toNanos();
        return absent;
    }

    private static List<List<Interval>> none(int nodes) {
        return Stream.generate(() -> (List<Interval>) new ArrayList<Interval>(0)).limit(nodes).toList();
    }

    private void begin(Interval when, int nodes) {
        switch (when.fault) {
            case Fault.Partition partition -> cuts.add(new Cutting(when, Cut.of(partition.shape(), nodes)));
            case Fault.Crash crash -> crash.nodes().forEach(node -> crashes.get(node).add(when));
            case Fault.OwnOptions _ -> {
            }
            case Fault.Leave leave -> leave.nodes().forEach(node -> crashes.get(node).add(when));
            case Fault.Freeze freeze -> freeze.nodes().forEach(node -> freezes.get(node).add(when));
            case Fault.Link link -> conditions.add(new Condition(when, link));
            // Baselines have no membership and no liars; a joining node is down from the start.
            case Fault.Suspect _,Fault.Attack _,Fault.Join _ -> {
            }
            case Fault.Rolling rolling -> throw new IllegalStateException(rolling + " was not taken apart");
        }
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
        return first == second || MessageCost.loss(conditions(first, second, nanos)) < 1
                && cuts.stream().noneMatch(cutting -> cutting.when.contains(nanos)
                        && (cutting.cut.severs(first, second) || cutting.cut.severs(second, first)));
    }

    /** Conditions of the link between two nodes; of overlapping faults the later wins. */
    NetworkConditions conditions(int first, int second, long nanos) {
        NetworkConditions result = siteOf[first] == siteOf[second] ? usual : betweenSites;
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

    /** The number of a node's place. */
    int site(int node) {
        return siteOf[node];
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
     * The end of a computation, which pauses while the node is frozen.
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
