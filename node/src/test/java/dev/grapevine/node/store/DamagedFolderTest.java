package dev.grapevine.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/** Every file of a node's folder with every kind of damage: the node starts, and tells it once. */
class DamagedFolderTest {

    private static final PeerId ALICE = new PeerId("alice");
    private static final List<String> FILES = List.of("identity.properties", "identity.previous.properties",
            "checkpoint.bin", "checkpoint.previous.bin", "lives.properties", "lives.previous.properties",
            "peers.txt", "kept/promise");

    private enum Damage {
        EMPTY, TORN, LAST_BYTE_MISSING, FLIPPED_AT_START, FLIPPED_AT_END, ZEROED, LONGER, FOLDER, MISSING
    }

    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return FILES.stream().flatMap(file -> Arrays.stream(Damage.values()).map(damage -> Arguments.of(file, damage)));
    }

    private static void damage(Path file, Damage damage) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] bytes = switch (damage) {
            case EMPTY -> new byte[0];
            case TORN -> Arrays.copyOf(whole, whole.length / 2);
            case LAST_BYTE_MISSING -> Arrays.copyOf(whole, whole.length - 1);
            case FLIPPED_AT_START -> flipped(whole, 0);
            case FLIPPED_AT_END -> flipped(whole, whole.length - 1);
            case ZEROED -> new byte[whole.length];
            case LONGER -> Arrays.copyOf(whole, whole.length + 4096);
            case FOLDER, MISSING -> null;
        };
        if (bytes != null) {
            Files.write(file, bytes);
            return;
        }
        Files.delete(file);
        if (damage == Damage.FOLDER) {
            Files.createDirectory(file);
        }
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] bytes = whole.clone();
        bytes[at] ^= 4;
        return bytes;
    }

    private static CheckpointFile ofSteps(long steps) {
        CheckpointFile some = CheckpointFileTest.checkpoint();
        return new CheckpointFile(some.charter(), some.snapshot(), some.trainer(), steps);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void nodeStartsAndTells(String name, Damage damage) throws IOException {
        List<Long> lives = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (NodeDirectory directory = NodeDirectory.open(folder)) {
                lives.add(directory.beginLife(ALICE, Optional.of("anna")).incarnation());
                directory.writeCheckpoint(ofSteps(i));
                directory.rememberPeer(new Address("127.0.0.1", 7001 + i));
                directory.keep("promise", new byte[]{1, 2, 3});
                assertThat(directory.takeNews()).isEmpty();
            }
        }
        damage(folder.resolve(name), damage);

        List<String> told = start(lives);
        boolean isRead = (!name.contains("previous") || damage == Damage.FOLDER)
                && !(damage == Damage.MISSING && List.of("peers.txt", "kept/promise").contains(name));
        if (name.equals("peers.txt")) {
            // Addresses are hints: what can be read as one is tried.
            assertThat(told).hasSizeLessThanOrEqualTo(1);
        } else {
            assertThat(told).hasSize(isRead ? 1 : 0);
        }
        assertThat(told).allMatch(sentence -> sentence.contains(folder.resolve(name).toString()));
        assertThat(start(lives)).as("the next start").hasSizeLessThanOrEqualTo(
                name.equals("checkpoint.bin") || name.equals("peers.txt") ? 1 : 0);
    }

    /** As a node does. */
    private List<String> start(List<Long> lives) throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            NodeLife life = directory.beginLife(ALICE, Optional.empty());
            assertThat(lives).as("no number of a life is used again").allMatch(before -> before < life.incarnation());
            lives.add(life.incarnation());
            assertThat(directory.name()).isEqualTo("anna");
            NodeDirectory.FoundCheckpoint found = directory.readCheckpoint();
            assertThat(found.checkpoint().orElseThrow().steps()).isEqualTo(found.isOlder() ? 0 : 1);
            directory.knownPeers();
            List<String> told = new ArrayList<>(directory.takeNews());
            told.addAll(found.damage());
            return told;
        }
    }
}
