package dev.grapevine.sim.explore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.sim.scenario.Scenario;

/** Draws whole scenarios, each from a seed: the same seed gives the same scenario. */
public final class ScenarioDraw {

    private static final int NODES_LEAST = 2;
    private static final int NODES_MOST = 40;
    private static final int SECONDS_LEAST = 30;
    private static final int SECONDS_MOST = 60;

    private final Path data;

    /** @param data the file that {@link PointsFile} wrote */
    public ScenarioDraw(Path data) {
        this.data = data.toAbsolutePath();
    }

    /** The scenario of a seed, which is also the seed of its run. Faults end after two thirds of the run. */
    public Scenario draw(long seed) {
        RandomStream random = new RandomStream(seed).fork("scenario");
        double share = random.fork("nodes").nextDouble();
        // Half of the scenarios have fewer than a dozen nodes.
        int nodes = NODES_LEAST + (int) (share * share * (NODES_MOST - NODES_LEAST + 1));
        int seconds = new Draw(random).between("seconds", SECONDS_LEAST, SECONDS_MOST);
        RunOptions options = RunOptions.of(OptionsDraw.options(random.fork("options"), nodes))
                .with(Map.of(TaskOptions.DATA.name(), "csv:" + data))
                .with(ControlOptions.SEED, String.valueOf(seed))
                .with(ControlOptions.STOP, "after=" + seconds + "s");
        return new Scenario("seed " + seed, options, nodes,
                new WeatherDraw(nodes, Duration.ofSeconds(2L * seconds / 3)).weather(random.fork("weather")),
                List.of());
    }
}
