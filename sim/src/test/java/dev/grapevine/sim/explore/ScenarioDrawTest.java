package dev.grapevine.sim.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.ScenarioFile;

/** What is drawn. */
class ScenarioDrawTest {

    private static final int MANY = 600;

    @TempDir
    Path folder;

    private List<Scenario> many() {
        ScenarioDraw draw = new ScenarioDraw(PointsFile.write(folder));
        return LongStream.range(0, MANY).mapToObj(draw::draw).toList();
    }

    private static List<?> kinds(List<Scenario> scenarios, Function<Fault, ?> kind) {
        return scenarios.stream().flatMap(scenario -> scenario.faults().stream()).map(kind).distinct().toList();
    }

    @Test
    void scenario_ofASeed_isTheSame() {
        assertThat(many()).isEqualTo(many()).doesNotHaveDuplicates();
    }

    @Test
    void draws_overManySeeds_coverEverything() {
        List<Scenario> scenarios = many();
        assertThat(scenarios).extracting(Scenario::nodes).contains(2, 3, 40).allMatch(nodes -> nodes <= 40);
        assertThat(kinds(scenarios, Fault::getClass).toArray()).hasSize(Fault.class.getPermittedSubclasses().length);
        assertThat(kinds(scenarios, fault -> fault instanceof Fault.Attack attack ? attack.kind() : "none").toArray())
                .contains((Object[]) AttackKind.values());
        assertThat(kinds(scenarios,
                fault -> fault instanceof Fault.Partition cut ? cut.shape().getClass() : "none").toArray())
                .contains((Object[]) PartitionShape.class.getPermittedSubclasses());
        assertThat(scenarios).extracting(scenario -> scenario.options().text(GossipOptions.COMPRESSION))
                .containsAll(DeltaCodecs.names()).contains("topk:0.1", "dct:1");
        assertThat(scenarios).anyMatch(scenario -> scenario.weather().churn().isPresent());
        assertThat(scenarios).anyMatch(scenario -> scenario.devices().duty().isPresent());
        assertThat(scenarios).anyMatch(scenario -> scenario.weather().membership().view().isPresent());
        assertThat(scenarios).anyMatch(scenario -> !scenario.weather().sites().groups().isEmpty());
        assertThat(scenarios).anyMatch(scenario -> scenario.options().text(GossipOptions.OVERLAY).startsWith("edges:"));
    }

    @Test
    void faults_endByTwoThirdsOfTheRun() {
        assertThat(many()).allSatisfy(scenario -> {
            Duration stop = scenario.options().get(ControlOptions.STOP).after().orElseThrow();
            Duration until = Duration.ofSeconds(2 * stop.toSeconds() / 3);
            assertThat(scenario.faults()).allMatch(
                    fault -> fault.at().plus(fault.lasts().orElse(Duration.ZERO)).compareTo(until) <= 0);
            assertThat(scenario.weather().churn().flatMap(Churn::until)).isIn(Optional.empty(), Optional.of(until));
        });
    }

    @Test
    void drawnScenario_writtenElsewhere_isReadBack() throws IOException {
        ScenarioFolder written = new ScenarioFolder(folder);
        for (Scenario scenario : many().subList(0, 100)) {
            Path file = written.write("scenario.yaml", scenario, List.of("one line", "two\nlines"));
            assertThat(ScenarioFile.read(file, Map.of(), Map.of())).isEqualTo(scenario);
            assertThat(Files.readAllLines(file)).startsWith("# one line", "# two", "# lines")
                    .contains("data: csv:points.csv");
        }
    }
}
