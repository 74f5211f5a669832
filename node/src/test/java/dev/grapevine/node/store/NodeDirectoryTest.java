package dev.grapevine.node.store;

import static dev.grapevine.node.Sentences.assertMistake;
import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.testing.ChildJvm;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/** Folder of one node. */
class NodeDirectoryTest {

    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");

    @TempDir
    Path temporary;

    private Path folder;
    private final List<String> lastNames = new ArrayList<>();

    @BeforeEach
    void choose() {
        folder = temporary.resolve("deep/down/node");
    }

    private NodeLife live(PeerId self) {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            return directory.beginLife(self, Optional.empty());
        }
    }

    private Path file(String name, String text) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void livesKeepIdentityAndIncreaseIncarnation() {
        assertLife(live(ALICE), 1);
        assertLife(live(ALICE), 2);
        assertMistakeAbout(() -> live(BOB), "The file " + folder.resolve("identity.properties")
                + " is not a node's identity: it is that of alice, and the key of this folder is that of bob: ");
        assertLife(live(ALICE), 3);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.path()).isEqualTo(folder);
            assertLife(directory.beginLife(ALICE, Optional.empty()), 4);
            assertLife(directory.beginLife(ALICE, Optional.empty()), 5);
        }
    }

    private static void assertLife(NodeLife life, long count) {
        assertThat(life.self()).isEqualTo(ALICE);
        assertThat(Incarnations.count(life.incarnation())).isEqualTo(count);
    }

    @Test
    void nameStaysUntilAnotherIsGiven() {
        for (String given : List.of("", "anna", "", "berta", "")) {
            try (NodeDirectory directory = NodeDirectory.open(folder)) {
                directory.beginLife(ALICE, Optional.of(given).filter(name -> !name.isEmpty()));
                lastNames.add(directory.name());
            }
        }
        assertThat(lastNames).containsExactly("", "anna", "anna", "berta", "berta");
    }

    /** Identities of Grapevine 0.1 were names. */
    @Test
    void folderOf01GetsKeyAndKeepsNameAndLives() throws IOException {
        file("identity.properties", "peer=old-name\nincarnation=" + (6L << Integer.SIZE) + "\n");
        assertLife(live(ALICE), 7);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertLife(directory.beginLife(ALICE, Optional.empty()), 8);
            assertThat(directory.name()).isEqualTo("old-name");
        }
    }

    @Test
    void lifeBeginsAbovePeersMemory() {
        long remembered = Incarnations.above(41L << Integer.SIZE, 7);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            NodeLife first = directory.beginLife(ALICE, Optional.empty());
            assertLife(directory.beginLifeAbove(first, remembered), 43);
        }
        assertLife(live(ALICE), 44);
    }

    @Test
    void copiesOfFolderBeginDifferentLives() throws IOException {
        live(ALICE);
        String identity = Files.readString(folder.resolve("identity.properties"));
        Set<Long> lives = new HashSet<>();
        for (int copy = 0; copy < 20; copy++) {
            file("identity.properties", identity);
            lives.add(live(ALICE).incarnation());
        }
        assertThat(lives).hasSize(20).allMatch(life -> Incarnations.count(life) == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer=alice\nincarnation=many\n", "peer=a b\nincarnation=1\n", "peer=\nincarnation=1\n",
            "", "peer=alice\n", "incarnation=1\n", "peer=alice\nincarnation=\n", "peer=alice\nincarnation=1",
            "peer=alice\nincarnation=0\n", "peer=alice\nincarnation=-4\n",
            "peer=alice\nincarnation=9223372036854775807\n", "peer=alice\nincarnation=4611686018427387904\n",
            "peer=alice\nincar", "\\u12", "peer=alice\nincarnation=1\nchecksum=0\n", "peer=alice\nincarnatipn=1\n"})
    void damagedIdentityFollowsFromKey(String text) throws IOException {
        Path identity = file("identity.properties", text);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(Incarnations.count(directory.beginLife(BOB, Optional.empty()).incarnation()))
                    .isGreaterThan(1000);
            assertThat(directory.takeNews()).singleElement().asString()
                    .startsWith("The file " + identity + " is damaged: ")
                    .endsWith(
                            ": the identity follows from the key, and this life is numbered far above all that is known"
                                    + " of earlier ones");
            assertThat(directory.takeNews()).isEmpty();
        }
        assertThat(folder.resolve("identity.damaged.properties")).hasContent(text);
        assertThat(live(BOB).self()).isEqualTo(BOB);
    }

    @Test
    void missingIdentityBesideCheckpointIsTold() throws IOException {
        file("checkpoint.bin", "of an earlier life");
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(Incarnations.count(directory.beginLife(BOB, Optional.empty()).incarnation()))
                    .isGreaterThan(1000);
            assertThat(directory.takeNews()).singleElement().asString()
                    .startsWith("The file " + folder.resolve("identity.properties") + " is missing: ");
        }
    }

    /** The name and the number come from the generation before. */
    @Test
    void identityBeforeDamagedOneIsUsed() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.beginLife(ALICE, Optional.of("anna"));
        }
        long last = live(ALICE).incarnation();
        file("identity.properties", "peer=al");
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.beginLife(ALICE, Optional.empty()).incarnation()).isGreaterThan(last);
            assertThat(directory.name()).isEqualTo("anna");
        }
        file("identity.properties", "peer=al");
        assertMistakeAbout(() -> live(BOB), "The file " + folder.resolve("identity.properties")
                + " is not a node's identity: it is that of alice, and the key of this folder is that of bob: ");
    }

    @Test
    void folderIsLockedByItsNode() throws IOException, InterruptedException {
        String sentence = "The folder " + folder
                + " belongs to a running node: allowed is one node per folder (--dir)";
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.beginLife(ALICE, Optional.empty());
            assertThat(ChildJvm.start(OpenFolder.class, List.of(), folder.toString()).output()).isEqualTo(sentence);
            assertMistake(() -> NodeDirectory.open(folder), sentence);
        }
        NodeDirectory.open(folder).close();
    }

    @Test
    void leftoverTemporaryFilesAreHarmless() throws IOException {
        live(ALICE);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.writeCheckpoint(CheckpointFileTest.checkpoint());
        }
        file("identity.properties.unfinished", "peer=mall");
        file("checkpoint.bin.unfinished", "GRPV".repeat(1000));
        file("peers.txt.unfinished", "127.0.0.1");
        assertLife(live(ALICE), 2);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.readCheckpoint().checkpoint().orElseThrow().steps())
                    .isEqualTo(CheckpointFileTest.checkpoint().steps());
            assertThat(directory.knownPeers()).isEmpty();
            directory.writeCheckpoint(CheckpointFileTest.checkpoint());
            directory.rememberPeer(Address.parse("127.0.0.1:7001"));
            assertThat(directory.readCheckpoint().checkpoint()).isPresent();
            assertThat(directory.knownPeers()).hasSize(1);
        }
    }

    @Test
    void lastCheckpointIsKept() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.readCheckpoint().checkpoint()).isEmpty();
            assertThat(directory.readCheckpoint().isLost()).isFalse();
            CheckpointFile first = CheckpointFileTest.checkpoint();
            directory.writeCheckpoint(first);
            directory.writeCheckpoint(new CheckpointFile(first.charter(), first.snapshot(), first.trainer(), 99));
        }
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.readCheckpoint().checkpoint().orElseThrow().steps()).isEqualTo(99);
        }
    }

    @Test
    void checkpointOfLaterVersionIsMistakeWithRemedy() throws IOException {
        Path checkpoint = file("checkpoint.bin", "GRPVCUT9 and then something else");
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertMistake(directory::readCheckpoint, "The checkpoint " + checkpoint
                    + " cannot be used (it is of a later version of Grapevine): remove " + checkpoint
                    + " to join the run anew");
            assertThat(checkpoint).exists();
        }
    }

    @Test
    void peersAreRememberedLatestFirst() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            for (int port : new int[]{7001, 7002, 7003, 7001}) {
                directory.rememberPeer(new Address("127.0.0.1", port));
            }
            directory.rememberPeer(Address.parse("[::1]:7004"));
        }
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.knownPeers()).extracting(Address::port).containsExactly(7004, 7001, 7003, 7002);
            assertThat(directory.knownPeers().getFirst().host()).isEqualTo("::1");
        }
    }

    @Test
    void rememberedPeersAreBounded() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int port = 1; port <= 64; port++) {
            many.append("127.0.0.1:").append(port).append('\n');
        }
        file("peers.txt", many.toString());
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.rememberPeer(new Address("127.0.0.1", 7001));
            assertThat(directory.knownPeers()).hasSize(64).first().extracting(Address::port).isEqualTo(7001);
            assertThat(directory.knownPeers().getLast().port()).isEqualTo(63);
        }
    }

    @Test
    void damagedLinesOfPeerListAreLeftOutAndTold() throws IOException {
        Path peers = file("peers.txt", "127.0.0.1:7001\nnowhere\n127.0.0.1:7002\n127.0.0.");
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            assertThat(directory.knownPeers()).extracting(Address::port).containsExactly(7001, 7002);
            assertThat(directory.takeNews()).containsExactly("The file " + peers
                    + " is damaged: 2 of its lines are no addresses and are left out");
            directory.rememberPeer(Address.parse("127.0.0.1:7003"));
            assertThat(directory.knownPeers()).extracting(Address::port).containsExactly(7003, 7001, 7002);
            assertThat(directory.takeNews()).isEmpty();
        }
    }

    /** Each end without a close is one by a kill. */
    @Test
    void unclosedProcessesAreCounted() throws IOException {
        live(ALICE);
        assertThat(ends()).isEqualTo(new LivesFile(0, Duration.ZERO, false));
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.beginLife(ALICE, Optional.empty());
            directory.noteRunning(Duration.ofSeconds(50));
            directory.noteRunning(Duration.ofSeconds(70));
            assertThat(directory.lives()).isEqualTo(new LivesFile(0, Duration.ofSeconds(70), true));
            Files.copy(folder.resolve("lives.properties"), folder.resolve("killed"));
        }
        assertThat(ends()).isEqualTo(new LivesFile(0, Duration.ofSeconds(70), false));
        Files.move(folder.resolve("killed"), folder.resolve("lives.properties"), StandardCopyOption.REPLACE_EXISTING);
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.beginLife(ALICE, Optional.empty());
            directory.noteRunning(Duration.ofSeconds(10));
            assertThat(directory.lives()).isEqualTo(new LivesFile(1, Duration.ofSeconds(80), true));
        }
    }

    private LivesFile ends() throws IOException {
        return LivesFile.decode(Files.readAllBytes(folder.resolve("lives.properties")));
    }

    @Test
    void processFileNamesProcessAndApi() throws IOException {
        try (NodeDirectory directory = NodeDirectory.open(folder)) {
            directory.announce(4711, Address.parse("127.0.0.1:8080"));
        }
        assertThat(folder.resolve("process.properties")).hasContent("pid=4711\nhttp=127.0.0.1:8080\n");
    }

    @Test
    void folderThatCannotBeCreatedIsMistake() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no folder");
        assertMistakeAbout(() -> NodeDirectory.open(file.resolve("node")),
                "The folder " + file.resolve("node") + " cannot be used: ");
    }
}
