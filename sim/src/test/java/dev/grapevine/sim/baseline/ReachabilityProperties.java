package dev.grapevine.sim.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Latency;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;

/** Timelines of faults, held against looking at every nanosecond; and what messages cost. Times are small on purpose. */
class ReachabilityProperties {

    private static final int NODES = 4;
    private static final int END = 60;

    private static Reachability reachability(List<Fault> faults) {
        return new Reachability(new Scenario("faults", RunOptions.of(Map.of()), NODES, Weather.FAIR.withFaults(faults),
                List.of()), Reachability.NEVER - 1);
    }

    private static boolean lasts(Fault fault, long nanos) {
        long begin = fault.at().toNanos();
        return nanos >= begin && fault.lasts().map(lasts -> nanos < begin + lasts.toNanos()).orElse(true);
    }

    @Provide
    Arbitrary<List<Fault>> faults() {
        Arbitrary<Duration> at = Arbitraries.integers().between(0, END).map(Duration::ofNanos);
        Arbitrary<Optional<Duration>> lasts = Arbitraries.integers().between(1, END / 2).map(Duration::ofNanos)
                .optional();
        Arbitrary<List<Integer>> nodes = Arbitraries.integers().between(0, NODES - 1).list().uniqueElements();
        Arbitrary<Fault> fault = Combinators.combine(at, lasts, nodes, Arbitraries.integers().between(0, 3))
                .as(ReachabilityProperties::fault);
        return fault.list().ofMaxSize(5);
    }

    private static Fault fault(Duration at, Optional<Duration> lasts, List<Integer> nodes, int kind) {
        return switch (kind) {
            case 0 -> new Fault.Crash(at, lasts, nodes);
            case 1 -> new Fault.Freeze(at, lasts, nodes);
            case 2 -> new Fault.Link(at, lasts, 0, 1, NetworkConditions.USUAL.withLoss(1));
            default -> {
                List<Integer> others = new ArrayList<>(List.of(0, 1, 2));
                others.removeAll(nodes);
                yield new Fault.Partition(at, lasts, new PartitionShape.Groups(List.of(nodes, others)));
            }
        };
    }

    @Property
    void way_isCutWhileAnyFaultCutsIt(@ForAll("faults") List<Fault> faults, @ForAll @IntRange(max = 3) int first,
            @ForAll @IntRange(max = 3) int second) {
        Reachability reachability = reachability(faults);
        for (long nanos = 0; nanos <= 2 * END; nanos++) {
            long now = nanos;
            boolean cut = first != second
                    && faults.stream().anyMatch(fault -> lasts(fault, now) && cuts(fault, first, second));
            assertThat(reachability.connects(first, second, nanos)).isEqualTo(!cut)
                    .isEqualTo(reachability.connects(second, first, nanos));
        }
    }

    private static boolean cuts(Fault fault, int first, int second) {
        return switch (fault) {
            case Fault.Partition partition -> ((PartitionShape.Groups) partition.shape()).groups().stream()
                    .noneMatch(group -> group.contains(first) && group.contains(second));
            case Fault.Link _ -> first + second == 1;
            default -> false;
        };
    }

    @Property
    void computation_takesTheTimeThatTheNodeRuns(@ForAll("faults") List<Fault> faults,
            @ForAll @IntRange(max = END) int begin, @ForAll @IntRange(min = 1, max = END) int nanos,
            @ForAll @IntRange(max = 3) int node) {
        Reachability reachability = reachability(faults);
        long done = reachability.computed(node, begin, nanos);
        long time = begin;
        int left = nanos;
        while (left > 0 && time < 10 * END && reachability.isUp(node, time)) {
            left -= reachability.isRunning(node, time) ? 1 : 0;
            time++;
        }
        assertThat(done).isEqualTo(left == 0 ? time : Reachability.NEVER);
    }

    @Property
    void firstTime_isTheSameAsBySearchingAllTimes(@ForAll("faults") List<Fault> faults,
            @ForAll @IntRange(max = END) int begin, @ForAll @IntRange(min = 1, max = END) int length,
            @ForAll @IntRange(max = 3) int node) {
        Reachability reachability = reachability(faults);
        LongPredicate running = time -> reachability.isRunning(node, time);
        long expected = begin;
        while (expected < 10 * END && !running.test(expected)) {
            expected++;
        }
        assertThat(reachability.firstTime(begin, running)).isEqualTo(expected < 10 * END
                ? expected
                : Reachability.NEVER);
        boolean throughout = true;
        for (long time = begin; time < begin + length; time++) {
            throughout &= running.test(time);
        }
        assertThat(reachability.holdsThroughout(begin, begin + length, running)).isEqualTo(throughout);
    }

    @Property
    void message_isSentOnce_andLostPacketsAgain(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200_000) int bytes) {
        RandomStream random = new RandomStream(seed);
        NetworkConditions clean = NetworkConditions.USUAL
                .withLatency(new Latency.Uniform(Duration.ofMillis(20), Duration.ofMillis(60)));
        MessageCost once = MessageCost.draw(clean, bytes, random.fork("message"));
        assertThat(once.sentBytes()).isEqualTo(bytes);
        assertThat(once.waitNanos()).isZero();
        assertThat(once.latencyNanos()).isBetween(20_000_000L, 60_000_000L);
        assertThat(once.nanos(1e6)).isEqualTo(bytes * 1000L + once.latencyNanos());
        NetworkConditions lossy = clean.withLoss(0.4);
        MessageCost again = MessageCost.draw(lossy, bytes, random.fork("message"));
        assertThat(again.sentBytes()).isGreaterThanOrEqualTo(bytes);
        assertThat(again.waitNanos()).as("whole round trips, and some if anything was sent again")
                .satisfies(wait -> assertThat(wait % (2 * again.latencyNanos())).isZero())
                .satisfies(wait -> assertThat(wait > 0).isEqualTo(again.sentBytes() > bytes));
        assertThat(again.latencyNanos()).as("loss leaves other draws as they are").isEqualTo(once.latencyNanos());
    }

    @Example
    void packetSends_areGeometric() {
        NetworkConditions lossy = NetworkConditions.USUAL.withLoss(0.4);
        long bytes = 20_000L * MessageCost.PACKET_BYTES;
        double sent = MessageCost.draw(lossy, bytes, new RandomStream(3)).sentBytes();
        // The deviation of the mean of 20 000 counts is 0.0075.
        assertThat(sent / bytes).isBetween(1 / 0.6 - 0.03, 1 / 0.6 + 0.03);
    }
}
