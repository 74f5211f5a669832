package dev.grapevine.sim.report;

import java.nio.file.Path;
import java.util.Map;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.scenario.ScenarioFile;

/** Prints which kernels this virtual machine has, and the hash of a scenario's run. */
final class TraceHash {

    private TraceHash() {}

    public static void main(String[] arguments) {
        TinyScenario.Result result = TinyScenario
                .run(ScenarioFile.read(Path.of(arguments[0]), Map.of(), Map.of()), 1);
        System.out.println(Kernels.best().getClass().getSimpleName() + " " + result.summary().traceHash() + " "
                + result.summary().consensusDistance());
    }
}
