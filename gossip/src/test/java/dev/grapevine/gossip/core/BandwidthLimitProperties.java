package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;

/** A node sends at most its limit and nearly as much, whatever it has to send. */
class BandwidthLimitProperties {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int SECONDS = 40;
    /** Several exchanges of the whole model. */
    private static final Duration LONG = Duration.ofSeconds(120);

    /** With default windows. */
    private static RunPlan plan(long seed, int parameters, int blockSize, long limit) {
        RunPlan plan = ProtocolWorld.plan(seed, parameters, "modular:4", blockSize,
                FlowParameters.DEFAULT.withBytesPerSecondMax(limit));
        ProtocolParameters usual = ProtocolParameters.DEFAULT;
        return new RunPlan(plan.charter(),
                plan.parameters().withUnfinishedBlocksMax(usual.unfinishedBlocksMax())
                        .withWindowBlocks(usual.windowBlocks()).withOpenExchangesMax(usual.openExchangesMax()),
                plan.strategy(), plan.mergeRule(), plan.initialParameters());
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void anyTenSecondsStayWithinTheLimit(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int nodes,
            @ForAll @IntRange(min = 100, max = 30_000) int limit, @ForAll @IntRange(min = 1, max = 4000) int parameters,
            @ForAll @IntRange(min = 16, max = 2000) int blockSize,
            @ForAll @DoubleRange(min = 0, max = 0.3) double loss, @ForAll @IntRange(min = 1, max = 300) int latency) {
        PacedWorld world = new PacedWorld(seed, nodes, plan(seed, parameters, blockSize, limit), loss,
                Duration.ofMillis(latency));
        world.runUntil(Duration.ofSeconds(SECONDS));
        for (List<PacedWorld.Sent> sent : world.sent) {
            assertThat(fullest(sent)).isLessThanOrEqualTo(allowed(sent, limit));
        }
    }

    private static long allowed(List<PacedWorld.Sent> sent, int limit) {
        return 105L * limit * WINDOW.toSeconds() / 100 + longest(sent);
    }

    /** Bytes of the longest frame. */
    private static int longest(List<PacedWorld.Sent> sent) {
        return sent.stream().mapToInt(PacedWorld.Sent::bytes).max().orElse(0);
    }

    /** Bytes in the fullest window. */
    private static long fullest(List<PacedWorld.Sent> sent) {
        long fullest = 0;
        long bytes = 0;
        int first = 0;
        for (PacedWorld.Sent last : sent) {
            bytes += last.bytes();
            while (last.at().minus(sent.get(first).at()).compareTo(WINDOW) >= 0) {
                bytes -= sent.get(first).bytes();
                first++;
            }
            fullest = Math.max(fullest, bytes);
        }
        return fullest;
    }

    /** The check can fail: a node without a limit is found. */
    @Example
    void nodeWithoutLimitSendsMore() {
        PacedWorld world = new PacedWorld(1, 2, plan(1, 4000, 500, FlowParameters.UNLIMITED), 0, Duration.ofMillis(20));
        world.runUntil(Duration.ofSeconds(SECONDS));
        assertThat(fullest(world.sent.getFirst())).isGreaterThan(allowed(world.sent.getFirst(), 2000));
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void twoBusyNodesUseTheirLimit(@ForAll long seed,
            @ForAll @IntRange(min = 1000, max = 8000) int limit, @ForAll @IntRange(min = 1, max = 20) int latency) {
        PacedWorld world = talkative(seed, 2, limit, latency);
        for (int node = 0; node < 2; node++) {
            Duration start = Duration.ofSeconds(5);
            assertThat((double) world.bytes(node, start, LONG) / (LONG.toSeconds() - 5)).as("%s", node)
                    .isGreaterThan(0.95 * limit);
            // Between two exchanges there may be less to send for a moment.
            for (int from = 5; from <= SECONDS - WINDOW.toSeconds(); from += 5) {
                start = Duration.ofSeconds(from);
                assertThat((double) world.bytes(node, start, start.plus(WINDOW)) / WINDOW.toSeconds())
                        .as("%s from %s", node, start).isGreaterThan(0.8 * limit);
            }
        }
        assertThat(world.givenUp).isZero();
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void manyNodesUseMostOfTheirLimits(@ForAll long seed, @ForAll @IntRange(min = 3, max = 8) int nodes,
            @ForAll @IntRange(min = 1000, max = 4000) int limit) {
        PacedWorld world = talkative(seed, nodes, limit, 20);
        double mean = 0;
        for (int node = 0; node < nodes; node++) {
            mean += (double) world.bytes(node, Duration.ofSeconds(5), LONG) / (LONG.toSeconds() - 5) / nodes;
        }
        assertThat(mean).isGreaterThan(0.95 * limit);
        assertThat(world.givenUp).isZero();
    }

    /** An exchange of the whole model takes them half a minute or longer, and a window longer than the round trip. */
    private static PacedWorld talkative(long seed, int nodes, int limit, int latencyMillis) {
        PacedWorld world = new PacedWorld(seed, nodes, plan(seed, 40 * limit, limit / 10, limit), 0,
                Duration.ofMillis(latencyMillis));
        world.runUntil(LONG);
        return world;
    }
}
