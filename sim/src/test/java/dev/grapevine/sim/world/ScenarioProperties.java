package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import dev.grapevine.consensus.testing.ChildJvm;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.sim.explore.ScenarioDraw;
import dev.grapevine.sim.explore.Trial;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.testing.GossipArbitraries;
import dev.grapevine.sim.testing.ScenarioRunner;

/**
 * Whatever goes wrong for a while, the laws hold all the time, and afterwards replicas come together.
 * {@code -Dgrapevine.scenarios=N} tries N scenarios.
 */
class ScenarioProperties {

    private static final ScenarioRunner RUNNER = ScenarioRunner.in(Path.of("target", "scenarios"));
    private static final Path POINTS = RUNNER.points();
    private static final long[] SEEDS_FOR_OTHER_KERNELS = LongStream.rangeClosed(1, 6).toArray();

    @AddLifecycleHook(NumberOfScenarios.class)
    @Property(tries = 500 / NumberOfScenarios.AT_ONCE, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void scenario_drawnAtRandom_keepsTheLawsAndAgrees(@ForAll("batches") List<Scenario> scenarios) {
        RUNNER.checkAll(scenarios);
    }

    @Property(tries = 15, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void trace_withMoreThreads_isTheSame(@ForAll("scenarios") Scenario scenario) {
        assertThat(ScenarioHashes.of(scenario, 2)).isEqualTo(ScenarioHashes.of(scenario, 1));
    }

    @Example
    void trace_withScalarKernels_isTheSame() throws IOException, InterruptedException {
        ChildJvm scalar = ChildJvm.start(ScenarioHashes.class, List.of("-Dgrapevine.kernels=scalar"),
                ScenarioHashes.arguments(POINTS, SEEDS_FOR_OTHER_KERNELS));
        ScenarioDraw draw = new ScenarioDraw(POINTS);
        List<String> here = LongStream.of(SEEDS_FOR_OTHER_KERNELS)
                .mapToObj(seed -> ScenarioHashes.of(draw.draw(seed), 2)).toList();
        assertThat(scalar.output().lines()).startsWith("ScalarKernels").endsWith(here.toArray(String[]::new));
    }

    @Example
    void brokenLaw_inAScenario_isNoticed() {
        Scenario scenario = new ScenarioDraw(POINTS).draw(1);
        Scenario silent = scenario.withOptions(scenario.options().with(GossipOptions.FANOUT, "0"));
        assertThat(new Trial(1, true, Trial.Check.NONE).run(silent).failure()).isPresent();
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return GossipArbitraries.scenarios(POINTS);
    }

    @Provide
    Arbitrary<List<Scenario>> batches() {
        return scenarios().list().ofSize(NumberOfScenarios.AT_ONCE);
    }
}
