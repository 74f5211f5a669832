package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.history.HistoryFile;
import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.words.PeerNames;

/** A node's history while it runs, without a node. */
class HistoryKeeperTest {

    private static final Instant MORNING = Instant.parse("2026-05-04T08:00:00Z");
    private static final RunSetup DIGITS = RunSetup
            .found(RunOptions.of(Map.of("data", "digits", "model", "softmax")));

    @TempDir
    private Path folder;
    private Duration elapsed = Duration.ZERO;
    private HistoryKeeper keeper;

    private HistoryKeeper start(Instant now) {
        elapsed = Duration.ZERO;
        keeper = new HistoryKeeper(folder, InstantSource.fixed(now), () -> elapsed);
        return keeper;
    }

    private static LocalRun run(String identity) {
        return new LocalRun(DIGITS.ofRun(identity), null, null, null, null, List.of());
    }

    private static NodeStatus status(long rounds, Double accuracy, long sent) {
        return new NodeStatus("0.2.0", "self", "ann", 1, "running", "softmax", "", rounds, 5, 5, 0.5, accuracy, 0.4,
                sent,
                7,
                0, 1, 0, List.of("bob"), 0, 0, 0, 0, Map.of(), 10, 1.0, 0,
                new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
                new NodeStatus.Checkpoints(60, null, null), null, null, null);
    }

    private void after(long seconds, NodeStatus status) {
        elapsed = elapsed.plusSeconds(seconds);
        keeper.observe(status);
    }

    private void save() throws Exception {
        HistoryFile.write(folder, new JsonMapper()
                .writeValueAsBytes(keeper.json()));
    }

    @Test
    void nothingIsNotedBeforeThereIsARun() {
        start(MORNING);
        after(1, status(0, null, 5));
        assertThat(keeper.json().time()).isEmpty();
    }

    @Test
    void historyGoesOnAfterARestartWithItsBytesAndLaterTimes() throws Exception {
        start(MORNING).learns(run("a"));
        after(10, status(3, 0.5, 100));
        after(10, status(4, 0.6, 150));
        save();
        // The clock of the machine was set back by an hour.
        start(MORNING.minusSeconds(3600)).learns(run("a"));
        after(10, status(5, 0.6, 20));
        HistoryJson json = keeper.json();
        assertThat(json.bytesSent()).containsExactly(100L, 150L, 170L);
        assertThat(json.rounds()).containsExactly(3L, 4L, 5L);
        assertThat(json.time()).isSorted().doesNotHaveDuplicates();
        assertThat(json.time().getFirst()).isEqualTo(MORNING.plusSeconds(10).toEpochMilli());
    }

    @Test
    void anotherRunBeginsAnewAndKeepsTheEvents() {
        start(MORNING).learns(run("a"));
        after(10, status(3, 0.5, 100));
        keeper.happened(EventKind.RUN, "Changes to another run");
        keeper.learns(run("b"));
        after(10, status(1, 0.1, 100));
        assertThat(keeper.json().rounds()).containsExactly(1L);
        assertThat(keeper.json().events()).hasSize(1);
        assertThat(keeper.json().run()).isEqualTo("b");
    }

    @Test
    void onlyABetterEvaluationIsTheBest() {
        start(MORNING).learns(run("a"));
        for (double accuracy : new double[]{0.5, 0.7, 0.6, Double.NaN}) {
            elapsed = elapsed.plusSeconds(10);
            keeper.evaluated(status(1, accuracy, 1));
        }
        assertThat(keeper.json().events()).extracting(HistoryJson.Happened::sentence)
                .containsExactly("Best evaluation so far: 0.7000 in round 1");
        assertThat(keeper.json().accuracy()).containsExactly(0.5, 0.7, 0.6, null);
    }

    @Test
    void factsForUsersAreEventsWithNamesOfPeers() {
        start(MORNING);
        PeerNames names = new PeerNames();
        PeerId bob = new PeerId("b38vesf4bcdefghjkmnpqrstvw");
        names.named(bob.text(), "bob");
        keeper.fact(new Fact.PeerFaulted(bob, "a frame of nothing"), names);
        keeper.fact(new Fact.RoundInstalled(1, 2, 0.5), names);
        assertThat(keeper.json().events()).extracting(HistoryJson.Happened::kind, HistoryJson.Happened::sentence)
                .containsExactly(tuple("peer", "bob sent nonsense: a frame of nothing"));
    }

    @Test
    void damagedFileIsTold() throws Exception {
        Files.writeString(folder.resolve(HistoryFile.NAME), "{");
        ManualDelays delays = new ManualDelays();
        assertThat(start(MORNING).begin("self", delays, null, () -> status(0, null, 0)).orElseThrow())
                .contains("history.json", "begins anew");
    }
}
