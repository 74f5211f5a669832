package dev.grapevine.sim.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.ProgressBar;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.sim.explore.Exploration.Explored;
import dev.grapevine.sim.explore.Exploration;
import dev.grapevine.sim.explore.ExplorationReport;
import dev.grapevine.sim.explore.Minimizer;
import dev.grapevine.sim.explore.PointsFile;
import dev.grapevine.sim.explore.ScenarioDraw;
import dev.grapevine.sim.explore.ScenarioFolder;
import dev.grapevine.sim.explore.Trial;

/** {@code grapevine sim --explore N}: scenarios that nobody wrote. */
final class Exploring {

    private final int scenarios;
    private final long firstSeed;
    private final int threads;
    private final int tries;
    private final Optional<Path> out;
    private final LiveText live;
    private final long startNanos = System.nanoTime();
    private int done;
    private int failed;

    /**
     * @param tries how many runs it may take to minimize what failed
     * @param out   where to write what failed; empty for nowhere
     */
    Exploring(int scenarios, long firstSeed, int threads, int tries, Optional<Path> out, LiveText live) {
        this.scenarios = scenarios;
        this.firstSeed = firstSeed;
        this.threads = threads;
        this.tries = tries;
        this.out = out;
        this.live = live;
    }

    /** Runs them; false if something broke. */
    boolean run() {
        Path points = out.map(PointsFile::write).orElseGet(PointsFile::writeForNow);
        ScenarioDraw draw = new ScenarioDraw(points);
        Trial trial = new Trial(1, true, Trial.Check.NUMBERS);
        Exploration exploration = new Exploration(seed -> trial.run(draw.draw(seed)), threads);
        List<Explored> all = exploration.run(firstSeed, scenarios, this::tell);
        List<Explored> broken = all.stream().filter(explored -> explored.result().failure().isPresent()).toList();
        out.ifPresent(folder -> broken.forEach(explored -> minimize(explored, trial, folder)));
        List<String> lines = new ArrayList<>(ExplorationReport.lines(all));
        Duration wall = Duration.ofNanos(System.nanoTime() - startNanos);
        lines.add(String.format(Locale.ROOT, "%s, %.0f scenarios a minute", Quantities.show(wall),
                scenarios * 60e9 / wall.toNanos()));
        live.finish(lines);
        return broken.isEmpty();
    }

    private void tell(Explored explored) {
        done++;
        if (explored.result().failure().isPresent()) {
            failed++;
            ExplorationReport.failure(explored).forEach(live::say);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - startNanos);
        live.show(List.of(String.format(Locale.ROOT, "%s  %d of %d scenarios in %s, %d failed",
                ProgressBar.of((double) done / scenarios), done, scenarios, Quantities.show(wall), failed)));
    }

    private void minimize(Explored explored, Trial trial, Path folder) {
        live.say("Minimizing seed " + explored.seed());
        new Minimizer(scenario -> trial.run(scenario).failure(), tries, line -> live.show(List.of(line)))
                .minimize(explored.result().scenario()).ifPresent(minimal -> {
                    String name = "seed-" + explored.seed() + ".yaml";
                    String command = "./grapevine sim " + folder.resolve(name) + " --check";
                    new ScenarioFolder(folder).write(name, minimal.scenario(),
                            List.of(minimal.failure().describe(), "To see it: " + command,
                                    "As it was drawn: " + ExplorationReport.command(explored.seed())));
                    live.say("  " + minimal.runs() + " runs; to see it: " + command);
                });
    }
}
