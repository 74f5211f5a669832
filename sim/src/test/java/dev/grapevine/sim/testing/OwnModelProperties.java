package dev.grapevine.sim.testing;

import java.nio.file.Path;

import net.jqwik.api.*;

import dev.grapevine.node.run.*;
import dev.grapevine.sim.scenario.*;

class OwnModelProperties {

    private static final ScenarioRunner RUNNER = ScenarioRunner.in(Path.of("target", "own-model"))
            .checking((scenario, moments, summary) -> {
                if (moments.getLast().nodes().stream().anyMatch(
                        node -> node.served() != null && !Double.isFinite(node.served().loss()))) {
                    throw new AssertionError("Training diverged: a node serves a model whose loss is no number");
                }
            });

    @Property(tries = 5)
    void survivesEverything(@ForAll("scenarios") Scenario scenario) {
        RUNNER.check(scenario);
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return GossipArbitraries.scenarios(RUNNER.points()).map(drawn -> drawn
                .withOptions(
                        drawn.options().with(TaskOptions.MODEL, "mlp:12,6").with(TrainingOptions.OPTIMIZER, "adamw")));
    }
}
