package dev.grapevine.sim.testing;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.grapevine.sim.explore.Exploration;
import dev.grapevine.sim.explore.Failure;
import dev.grapevine.sim.explore.Minimizer;
import dev.grapevine.sim.explore.PointsFile;
import dev.grapevine.sim.explore.ScenarioFolder;
import dev.grapevine.sim.explore.Trial;
import dev.grapevine.sim.scenario.Scenario;

/**
 * Runs scenarios in a test: the laws hold after every event, replicas come together in a calm act at the end, what the
 * scenario expects holds, and so does a check of one's own. What fails is shrunk and left as a file, and the error says how
 * to run that. For several threads at once.
 */
public final class ScenarioRunner {

    private static final int TRIES = 100;

    private final Path folder;
    private final Trial trial;
    private final int tries;

    private ScenarioRunner(Path folder, Trial trial, int tries) {
        this.folder = folder.toAbsolutePath();
        this.trial = trial;
        this.tries = tries;
    }

    /** One that leaves scenarios that fail in a folder, which is made when it is needed. */
    public static ScenarioRunner in(Path folder) {
        return new ScenarioRunner(folder, new Trial(1, true, Trial.Check.NUMBERS), TRIES);
    }

    /** The same with a check of one's own, which throws what it likes. */
    public ScenarioRunner checking(Trial.Check check) {
        return new ScenarioRunner(folder, new Trial(1, true, check), tries);
    }

    /** The same that takes at most so many runs to shrink what fails. */
    public ScenarioRunner shrinkingFor(int runs) {
        return new ScenarioRunner(folder, trial, runs);
    }

    /** Data for drawn scenarios: three classes of points that a small network tells apart, written into the folder. */
    public Path points() {
        return PointsFile.write(folder);
    }

    /**
     * Runs a scenario.
     *
     * @return what came of it
     * @throws AssertionError if anything is wrong with it
     */
    public Trial.Result check(Scenario scenario) {
        Trial.Result result = trial.run(scenario);
        if (result.failure().isPresent()) {
            throw new AssertionError(complaint(result));
        }
        return result;
    }

    /**
     * Runs scenarios on all cores.
     *
     * @throws AssertionError if anything is wrong with one; that is the first one
     */
    public void checkAll(Collection<Scenario> scenarios) {
        List<Scenario> all = List.copyOf(scenarios);
        new Exploration(place -> trial.run(all.get((int) place)), Runtime.getRuntime().availableProcessors())
                .run(0, all.size(), _ -> {}).stream().map(Exploration.Explored::result)
                .filter(result -> result.failure().isPresent()).findFirst()
                .ifPresent(result -> {
                    throw new AssertionError(complaint(result));
                });
    }

    private String complaint(Trial.Result result) {
        Failure failure = result.failure().orElseThrow();
        Optional<Minimizer.Minimal> minimal = new Minimizer(one -> trial.run(one).failure(), tries, _ -> {})
                .minimize(result.scenario());
        Scenario least = minimal.map(Minimizer.Minimal::scenario).orElse(result.scenario());
        String name = least.name().replaceAll("[^A-Za-z0-9]+", "-") + ".yaml";
        Path file = new ScenarioFolder(folder).write(name, least, List.of(failure.describe()));
        return failure.describe() + System.lineSeparator() + "To see it again: ./grapevine sim " + file + " --check"
                + (minimal.isEmpty() ? " (but it went well the second time: something in it is not drawn)" : "");
    }
}
