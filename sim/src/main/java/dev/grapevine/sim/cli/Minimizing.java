package dev.grapevine.sim.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.sim.explore.Minimizer;
import dev.grapevine.sim.explore.ScenarioFolder;
import dev.grapevine.sim.explore.Trial;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;

/** {@code grapevine sim FILE --minimize}: the smallest scenario that fails as the file's does. */
final class Minimizing {

    private static final String NAME = "minimal.yaml";

    private final int threads;
    private final int tries;
    private final Path folder;
    private final LiveText live;

    Minimizing(int threads, int tries, Path folder, LiveText live) {
        this.threads = threads;
        this.tries = tries;
        this.folder = folder;
        this.live = live;
    }

    /** Minimizes a scenario and writes the result; false if its run does not fail. */
    boolean run(Scenario scenario) {
        Trial trial = new Trial(threads, true, Trial.Check.NUMBERS);
        Optional<Minimizer.Minimal> found = new Minimizer(one -> trial.run(one).failure(), tries, live::say)
                .minimize(scenario);
        if (found.isEmpty()) {
            live.say(
                    "All laws and expectations hold and replicas come together: there is nothing to minimize");
            return false;
        }
        Minimizer.Minimal minimal = found.get();
        String command = "./grapevine sim " + folder.resolve(NAME) + " --check";
        Path file = new ScenarioFolder(folder).write(NAME, minimal.scenario(),
                List.of(minimal.failure().describe(), "To see it: " + command));
        live.say(minimal.failure().describe());
        live.say("Left are " + minimal.scenario().nodes() + " nodes" + (minimal.scenario().faults().isEmpty()
                ? " and no faults"
                : " and: " + String.join("; ", minimal.scenario().faults().stream().map(Fault::describe).toList())));
        live.say((minimal.whole() ? "Nothing more can be left out" : "All tries were used up") + " after "
                + minimal.runs() + " runs. Written to " + file + "; to see it: " + command);
        return true;
    }
}
