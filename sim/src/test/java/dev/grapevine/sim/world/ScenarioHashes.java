package dev.grapevine.sim.world;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.sim.explore.ScenarioDraw;
import dev.grapevine.sim.explore.Trial;
import dev.grapevine.sim.scenario.Scenario;

/** Prints which kernels this virtual machine has, and what the runs of some drawn scenarios came to. */
final class ScenarioHashes {

    private ScenarioHashes() {}

    /** Everything about a run that is the same for equal ones. */
    static String of(Scenario scenario, int threads) {
        Trial.Result result = new Trial(threads, true, Trial.Check.NONE).run(scenario);
        return result.summary().map(summary -> summary.traceHash() + " " + summary.consensusDistance()).orElse("broken")
                + " " + result.calm() + " " + result.failure();
    }

    static String[] arguments(Path points, long... seeds) {
        return Stream.concat(Stream.of(points.toString()), Arrays.stream(seeds).mapToObj(String::valueOf))
                .toArray(String[]::new);
    }

    public static void main(String[] arguments) {
        ScenarioDraw draw = new ScenarioDraw(Path.of(arguments[0]));
        System.out.println(Kernels.best().getClass().getSimpleName());
        Arrays.stream(arguments).skip(1).mapToLong(Long::parseLong)
                .forEach(seed -> System.out.println(of(draw.draw(seed), 1)));
    }
}
