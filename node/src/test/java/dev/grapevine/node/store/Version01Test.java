package dev.grapevine.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainingFile;
import dev.grapevine.node.security.DeviceKey;

/**
 * Folders and models of version 0.1 stay readable: {@code anna} left in good order, {@code bert} and {@code dora}
 * (strategy choco) were killed.
 */
class Version01Test {

    @TempDir
    Path temporary;

    private static final PeerId KEY = DeviceKey.create(new SecureRandom()).peer();

    private static Path kept(String name) {
        try {
            return Path.of(Version01Test.class.getResource("/version-0.1/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path copyOf(String name) {
        Path copy = temporary.resolve(name);
        try (Stream<Path> files = Files.list(kept(name))) {
            Files.createDirectories(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** The returning node: its protocol, from the folder's checkpoint. */
    private static PeerProtocol comesBack(NodeDirectory directory) {
        NodeLife life = directory.beginLife(KEY, Optional.empty());
        CheckpointFile checkpoint = directory.readCheckpoint().checkpoint().orElseThrow();
        RunSetup setup = RunSetup.adopt(checkpoint.charter(),
                RunOptions.of(Map.of("data", "csv:" + kept("flowers.csv"))));
        LocalRun run = LocalRun.prepare(setup);
        run.trainer().restore(checkpoint.trainer());
        RunPlan plan = setup.plan(setup.initialParameters(run.network()), Duration.ofSeconds(10));
        return PeerProtocol.restore(NodeLife.of(life.self(), life.incarnation()), Rooms.ALL, plan,
                checkpoint.snapshot(), new RandomStream(1));
    }

    @ParameterizedTest
    @CsvSource({"anna, 317, -30495613", "bert, 8, -36239858", "dora, 175071, -53050522"})
    void folderContinuesAsNewLife(String name, long rounds, long mass) {
        try (NodeDirectory directory = NodeDirectory.open(copyOf(name))) {
            PeerProtocol protocol = comesBack(directory);
            assertThat(protocol.phase()).isEqualTo(Phase.CATCHING_UP);
            assertThat(protocol.rounds()).isEqualTo(rounds);
            assertThat(protocol.replica().orElseThrow().mass()).isEqualTo(mass);
            assertThat(protocol.replica().orElseThrow().balances()).isTrue();
        }
    }

    @Test
    void servedModelEqualsSavedModel() {
        try (NodeDirectory directory = NodeDirectory.open(copyOf("anna"))) {
            assertThat(comesBack(directory).served().orElseThrow())
                    .isEqualTo(Safetensors.read(kept("anna/model.safetensors")).parameters());
        }
    }

    @Test
    void nameAndPeersAreKept() {
        try (NodeDirectory directory = NodeDirectory.open(copyOf("bert"))) {
            assertThat(directory.knownPeers()).hasToString("[127.0.0.1:7301]");
            NodeLife life = directory.beginLife(KEY, Optional.empty());
            assertThat(life.self()).as("its identity is a key now").isEqualTo(KEY);
            assertThat(directory.name()).isEqualTo("bert");
            assertThat(life.incarnation()).as("after all of that version").isGreaterThan(1L << 32);
        }
    }

    @Test
    void trainingContinues() {
        TrainingFile file = TrainingFile.read(kept("saved.safetensors"));
        assertThat(file.rounds()).isEqualTo(2);
        assertThat(file.trainer().place().computed()).isEqualTo(36);
        RunSetup setup = file.setup(RunOptions.of(Map.of("data", "csv:" + kept("flowers.csv"))),
                kept("saved.safetensors"));
        LocalRun run = LocalRun.prepare(setup);
        run.trainer().restore(file.trainer());
        assertThat(run.trainer().train(run.network(), 2, file.parameters(), 20, 2).lastLoss()).isFinite();
    }
}
