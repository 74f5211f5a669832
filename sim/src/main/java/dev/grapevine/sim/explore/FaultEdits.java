package dev.grapevine.sim.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.PartitionShape;

/** The same faults with less in them. */
final class FaultEdits {

    /** The number for a node that is no longer there. */
    static final int GONE = -1;

    private FaultEdits() {}

    /** All nodes that faults name, in order. */
    static List<Integer> named(List<Fault> faults) {
        TreeSet<Integer> named = new TreeSet<>();
        for (Fault fault : faults) {
            renumbered(fault, node -> {
                named.add(node);
                return node;
            });
        }
        return List.copyOf(named);
    }

    /**
     * A fault that hits other nodes.
     *
     * @param number the new number of each, or {@link #GONE}
     * @return empty if nobody is left to be hit
     */
    static Optional<Fault> renumbered(Fault fault, IntUnaryOperator number) {
        return switch (fault) {
            case Fault.Crash crash -> nonEmpty(crash.nodes(), number)
                    .map(nodes -> new Fault.Crash(crash.at(), crash.lasts(), nodes, crash.torn()));
            case Fault.Leave leave -> nonEmpty(leave.nodes(), number)
                    .map(nodes -> new Fault.Leave(leave.at(), leave.lasts(), nodes));
            case Fault.Join join -> nonEmpty(join.nodes(), number).map(nodes -> new Fault.Join(join.at(), nodes));
            case Fault.Freeze freeze -> nonEmpty(freeze.nodes(), number)
                    .map(nodes -> new Fault.Freeze(freeze.at(), freeze.lasts(), nodes));
            case Fault.Attack attack -> nonEmpty(attack.nodes(), number)
                    .map(nodes -> new Fault.Attack(attack.at(), attack.lasts(), attack.kind(), nodes));
            case Fault.OwnOptions own -> nonEmpty(own.nodes(), number)
                    .map(nodes -> new Fault.OwnOptions(own.at(), own.lasts(), own.options(), nodes));
            case Fault.Rolling rolling -> nonEmpty(rolling.nodes(), number)
                    .map(nodes -> new Fault.Rolling(rolling.at(), nodes, rolling.down(), rolling.every()));
            case Fault.Suspect suspect -> nonEmpty(suspect.of(), number)
                    .flatMap(of -> nonEmpty(suspect.by(), number)
                            .map(by -> new Fault.Suspect(suspect.at(), suspect.lasts(), of, by)));
            case Fault.Link link -> nonEmpty(List.of(link.first(), link.second()), number)
                    .filter(ends -> ends.size() == 2)
                    .map(ends -> new Fault.Link(link.at(), link.lasts(), ends.get(0), ends.get(1), link.conditions()));
            case Fault.Partition partition -> renumbered(partition.shape(), number)
                    .map(shape -> new Fault.Partition(partition.at(), partition.lasts(), shape, partition.flapping()));
        };
    }

    private static Optional<PartitionShape> renumbered(PartitionShape shape, IntUnaryOperator number) {
        return switch (shape) {
            case PartitionShape.Groups groups -> {
                List<List<Integer>> left = groups.groups().stream().map(group -> nodes(group, number))
                        .filter(group -> !group.isEmpty()).toList();
                yield left.isEmpty() ? Optional.empty() : Optional.of(new PartitionShape.Groups(left));
            }
            case PartitionShape.OneWay oneWay -> nonEmpty(oneWay.from(), number).flatMap(from -> nonEmpty(oneWay.to(),
                    number).map(to -> new PartitionShape.OneWay(from, to)));
            case PartitionShape.Isolate isolate -> nonEmpty(isolate.nodes(), number).map(PartitionShape.Isolate::new);
            case PartitionShape.Random random -> Optional.of(random);
        };
    }

    private static Optional<List<Integer>> nonEmpty(List<Integer> nodes, IntUnaryOperator number) {
        return Optional.of(nodes(nodes, number)).filter(left -> !left.isEmpty());
    }

    private static List<Integer> nodes(List<Integer> nodes, IntUnaryOperator number) {
        return nodes.stream().map(number::applyAsInt).filter(node -> node != GONE).toList();
    }

    /** A fault of another length; a rolling restart stays as it is. */
    static Fault lasting(Fault fault, Duration lasts) {
        Optional<Duration> length = Optional.of(lasts);
        return switch (fault) {
            case Fault.Crash crash -> new Fault.Crash(crash.at(), length, crash.nodes(), crash.torn());
            case Fault.Freeze freeze -> new Fault.Freeze(freeze.at(), length, freeze.nodes());
            case Fault.Leave leave -> new Fault.Leave(leave.at(), length, leave.nodes());
            case Fault.Attack attack -> new Fault.Attack(attack.at(), length, attack.kind(), attack.nodes());
            case Fault.Suspect suspect -> new Fault.Suspect(suspect.at(), length, suspect.of(), suspect.by());
            case Fault.Link link -> new Fault.Link(link.at(), length, link.first(), link.second(), link.conditions());
            case Fault.Partition partition ->
                new Fault.Partition(partition.at(), length, partition.shape(), partition.flapping());
            case Fault.OwnOptions own -> own.isAlways()
                    ? own
                    : new Fault.OwnOptions(own.at(), length, own.options(), own.nodes());
            case Fault.Rolling _,Fault.Join _ -> fault;
        };
    }

    /** The fault in simpler words that may say the same: what comes and goes stays, checkpoints are whole. */
    static Fault plain(Fault fault) {
        return switch (fault) {
            case Fault.Crash crash -> new Fault.Crash(crash.at(), crash.lasts(), crash.nodes());
            case Fault.Partition partition -> new Fault.Partition(partition.at(), partition.lasts(), partition.shape());
            case Fault.Leave leave -> new Fault.Crash(leave.at(), leave.lasts(), leave.nodes());
            case Fault.Freeze _,Fault.Attack _,Fault.Suspect _,Fault.Link _,Fault.Rolling _,Fault.Join _,Fault.OwnOptions _ ->
                fault;
        };
    }

    /** Rolling restarts as the crashes that they consist of. */
    static List<Fault> apart(List<Fault> faults) {
        return faults.stream().flatMap(fault -> fault instanceof Fault.Rolling rolling
                ? rolling.crashes().stream()
                : Stream.of(fault)).map(Fault.class::cast).toList();
    }

    /** The list with one of its elements in another form, or without it. */
    static List<Fault> with(List<Fault> faults, int place, Optional<Fault> changed) {
        List<Fault> list = new ArrayList<>(faults);
        changed.ifPresentOrElse(fault -> list.set(place, fault), () -> list.remove(place));
        return list;
    }
}
