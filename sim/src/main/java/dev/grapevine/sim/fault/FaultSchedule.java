package dev.grapevine.sim.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Duty;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Weather;

/**
 * The beginnings and ends of all faults, in order of time. Random faults follow from the seed. Each fault and each node
 * has a random stream of its own, so that one more changes nothing for the others. Simulated and real runs follow the
 * same schedule.
 */
public final class FaultSchedule {

    /** Turns in order of time. At equal times the source that was added first comes first. */
    private record Source(Turn next, int order, Iterator<Turn> rest) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int byTime = Long.compare(next.nanos(), other.next.nanos());
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    private final int nodes;
    private final RandomStream random;
    private final boolean[] mayCrash;
    private final List<Fault.Join> joins = new ArrayList<>();
    private final PriorityQueue<Source> sources = new PriorityQueue<>();
    private int order;

    public FaultSchedule(Weather weather, int nodes, RandomStream random) {
        this.nodes = nodes;
        this.random = random;
        this.mayCrash = new boolean[nodes];
        for (Fault fault : weather.faults()) {
            add(turns(fault, random.fork("fault", order)));
        }
        weather.churn().ifPresent(this::add);
        weather.devices().duty().ifPresent(this::add);
    }

    /** The time at which the next turn is due, in nanoseconds; empty if there is none. */
    public OptionalLong nextNanos() {
        return sources.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sources.peek().next.nanos());
    }

    /** The next turn. */
    public Turn next() {
        Source source = sources.remove();
        add(source.rest, source.order);
        return source.next;
    }

    /** Cancels all further turns. */
    public void cancel() {
        sources.clear();
    }

    /** All faults by which nodes join later. */
    public List<Fault.Join> joins() {
        return joins;
    }

    /** Whether a node is there from the start. */
    public boolean isThereFromTheStart(int node) {
        return joins.stream().noneMatch(join -> join.nodes().contains(node));
    }

    /** Whether any fault ever crashes a node. */
    public boolean mayCrash(int node) {
        return mayCrash[node];
    }

    private void add(Iterator<Turn> turns) {
        add(turns, order++);
    }

    private void add(Iterator<Turn> turns, int place) {
        if (turns.hasNext()) {
            sources.add(new Source(turns.next(), place, turns));
        }
    }

    private Iterator<Turn> turns(Fault fault, RandomStream own) {
        Optional<String> note = Optional.of(fault.describe());
        return switch (fault) {
            case Fault.Rolling rolling -> restarts(rolling);
            case Fault.Partition partition -> {
                Fault.Partition drawn = new Fault.Partition(partition.at(), partition.lasts(),
                        drawn(partition.shape(), own), partition.flapping());
                yield partition.flapping().isPresent()
                        ? new FlappingTurns(drawn, note)
                        : beginAndEnd(drawn, note);
            }
            case Fault.Crash crash -> {
                crash.nodes().forEach(node -> mayCrash[node] = true);
                yield beginAndEnd(crash, note);
            }
            case Fault.Leave leave -> {
                leave.nodes().forEach(node -> mayCrash[node] = true);
                yield beginAndEnd(leave, note);
            }
            case Fault.Join join -> {
                joins.add(join);
                yield beginAndEnd(join, note);
            }
            case Fault.OwnOptions others -> {
                // Options of their own may stop nodes; calm weather starts them again.
                others.nodes().forEach(node -> mayCrash[node] = true);
                yield beginAndEnd(others, note);
            }
            case Fault.Freeze _,Fault.Link _,Fault.Suspect _,Fault.Attack _ ->
                beginAndEnd(fault, note);
        };
    }

    private static Iterator<Turn> beginAndEnd(Fault fault, Optional<String> note) {
        return fault.lasts().isPresent()
                ? List.of(Turn.begin(fault, note), Turn.end(fault, note)).iterator()
                : List.of(Turn.begin(fault, note)).iterator();
    }

    private Iterator<Turn> restarts(Fault.Rolling rolling) {
        List<Turn> turns = new ArrayList<>();
        for (Fault.Crash crash : rolling.crashes()) {
            crash.nodes().forEach(node -> mayCrash[node] = true);
            beginAndEnd(crash, Optional.of(crash.describe())).forEachRemaining(turns::add);
        }
        turns.sort(Comparator.comparingLong(Turn::nanos));
        return turns.iterator();
    }

    /** Draws groups: each node has a random rank, and its rank decides on its group. */
    private PartitionShape drawn(PartitionShape shape, RandomStream own) {
        if (!(shape instanceof PartitionShape.Random drawn)) {
            return shape;
        }
        List<Integer> ranked = IntStream.range(0, nodes).boxed()
                .sorted(Comparator.comparingLong(node -> own.fork("rank", node).nextLong())).toList();
        List<List<Integer>> groups = new ArrayList<>();
        for (int group = 0; group < drawn.groups(); group++) {
            int first = (int) ((long) nodes * group / drawn.groups());
            int end = (int) ((long) nodes * (group + 1) / drawn.groups());
            groups.add(ranked.subList(first, end).stream().sorted().toList());
        }
        return new PartitionShape.Groups(groups);
    }

    private void add(Churn churn) {
        for (int node = 0; node < nodes; node++) {
            RandomStream own = random.fork("churn", node);
            if (own.nextBoolean(churn.nodes())) {
                mayCrash[node] = true;
                add(new ChurnTurns(churn, node, own));
            }
        }
    }

    private void add(Duty duty) {
        if (duty.together()) {
            add(new DutyTurns(duty, IntStream.range(0, nodes).boxed().toList(), 0));
            return;
        }
        for (int node = 0; node < nodes; node++) {
            long phaseNanos = (long) (random.fork("duty", node).nextDouble() * duty.period().toNanos());
            add(new DutyTurns(duty, List.of(node), phaseNanos));
        }
    }
}
