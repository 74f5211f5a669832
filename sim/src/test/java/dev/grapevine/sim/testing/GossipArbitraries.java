package dev.grapevine.sim.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.sim.explore.FaultDraw;
import dev.grapevine.sim.explore.OptionsDraw;
import dev.grapevine.sim.explore.ScenarioDraw;
import dev.grapevine.sim.explore.WeatherDraw;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Weather;

/**
 * What to try one's own model, data, codec or merge rule with. Scenarios, weather and faults are not shrunk here: a
 * {@link ScenarioRunner} does that, and knows better what to leave out.
 */
public final class GossipArbitraries {

    private GossipArbitraries() {}

    /**
     * Whole scenarios of 2 to 40 nodes and half a minute to a minute, as {@code ./grapevine sim --explore} draws them. All
     * faults are over after two thirds.
     *
     * @param data a csv file, see {@link ScenarioRunner#points}
     */
    public static Arbitrary<Scenario> scenarios(Path data) {
        ScenarioDraw draw = new ScenarioDraw(data);
        return Arbitraries.randomValue(random -> draw.draw(random.nextInt(Integer.MAX_VALUE)));
    }

    /**
     * All kinds of weather.
     *
     * @param until when faults and churn are over, since the start of the run
     */
    public static Arbitrary<Weather> weather(int nodes, Duration until) {
        WeatherDraw draw = new WeatherDraw(nodes, until);
        return Arbitraries.randomValue(random -> draw.weather(new RandomStream(random.nextLong())));
    }

    /**
     * Faults of every kind.
     *
     * @param nodes two and more
     * @param until when each is over, since the start of the run
     */
    public static Arbitrary<Fault> faults(int nodes, Duration until) {
        FaultDraw draw = new FaultDraw(nodes, until);
        return Arbitraries.randomValue(random -> draw.fault(new RandomStream(random.nextLong())));
    }

    /** Overlays for so many nodes, as users write them; each is connected. */
    public static Arbitrary<String> overlays(int nodes) {
        return Arbitraries.randomValue(random -> OptionsDraw.overlay(new RandomStream(random.nextLong()), nodes));
    }

    /** Compressions of pairs of nodes, as users write them. */
    public static Arbitrary<String> compressions() {
        return Arbitraries.of(OptionsDraw.compressions());
    }

    /**
     * Two replicas' values of one block in units of 2^-24, each within the range of parameters: equal ones, close ones and
     * ones as far apart as they can be.
     *
     * @return two arrays of the given length
     */
    public static Arbitrary<List<int[]>> replicaPairs(int length) {
        Arbitrary<int[]> own = Arbitraries.integers().between(-FixedPoint.LIMIT, FixedPoint.LIMIT).array(int[].class)
                .ofSize(length);
        Arbitrary<Integer> reach = Arbitraries.integers().between(0, 31);
        return Combinators.combine(own, reach, deltas(length)).as((values, bits, deltas) -> {
            int[] theirs = new int[length];
            for (int i = 0; i < length; i++) {
                long moved = values[i] + ((long) deltas[i] >> (31 - bits));
                theirs[i] = (int) Math.max(-FixedPoint.LIMIT, Math.min(FixedPoint.LIMIT, moved));
            }
            return List.of(values, theirs);
        });
    }

    /** Differences of a block in units of 2^-24, small and large. */
    public static Arbitrary<int[]> deltas(int length) {
        return Arbitraries.integers().array(int[].class).ofSize(length);
    }
}
