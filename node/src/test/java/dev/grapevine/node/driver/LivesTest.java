package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.membership.Cluster;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.membership.Namesake;
import dev.grapevine.node.membership.NotJoinedException;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.PeerNames;

import org.junit.jupiter.params.ParameterizedTest;

import org.junit.jupiter.params.provider.ValueSource;

/** The lives of a node without sockets and without a cluster. */
class LivesTest {

    private static final Address HERE = new Address("127.0.0.1", 7001);
    private static final Address THERE = new Address("127.0.0.1", 7002);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    /** Clusters, events, runs and ends, in order. */
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private volatile Namesake namesake = Namesake.NONE;
    /** Thrown by clusters that start; null if they do. */
    private volatile Exception refusal;
    private final ManualDelays later = new ManualDelays();
    private TrainingThread training;
    private NodeDirectory directory;
    private Lives lives;
    private final TrainingPauses pauses = new TrainingPauses(_ -> {}, () -> Duration.ZERO);

    @AfterEach
    void close() {
        training.takeNothingMore();
        training.close();
        directory.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(bugs).isEmpty();
    }

    private RunOptions options() throws IOException {
        Path data = Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
        return RunOptions.of(Map.of("data", "csv:" + data + ",test=" + data, "model", "softmax"));
    }

    private void begin(RunOptions options, Address... joins) {
        training = new TrainingThread(loop, mistake -> log.add("stop 2: " + mistake.getMessage()), bugs::add);
        directory = NodeDirectory.open(folder.resolve("node"));
        Shutdown shutdown = new Shutdown(vertx, new ManualDelays(), new ManualDelays());
        NodeConfig config = new NodeConfig(Optional.empty(), directory.path(), Optional.of(HERE),
                Optional.empty(), HERE, List.of(joins), Optional.empty(), options, OptionalInt.empty(),
                DeviceLimits.NONE, Optional.empty());
        DeviceKey key = DeviceKey.create(new SecureRandom());
        Equipment has = new Equipment(config, new Notices(), directory, vertx, loop, training,
                new DiskWriter(vertx, notices::add, () -> true, bugs::add), shutdown, new Statistics(),
                new NodeClock(), later, key, Optional.empty(), HERE, new PeerNames(),
                new DeviceUse(DeviceLimits.NONE, pauses),
                new HistoryKeeper(directory.path(), InstantSource.system(), () -> Duration.ZERO));
        lives = new Lives(has, Optional.empty(), directory.beginLife(new PeerId("anna"), Optional.empty()), new Host());
        loop.exceptionHandler(bugs::add);
        after(() -> lives.begin(HERE));
    }

    private <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.runOnContext(unused -> answer.complete(question.get()));
        return answer.join();
    }

    private PeerProtocol present() {
        return onLoop(() -> lives.protocol().orElseThrow());
    }

    /** Waits until all work that was asked for is done, on the training thread, off the loop and on it. */
    private void settle() {
        for (int i = 0; i < 6; i++) {
            CompletableFuture<Object> trained = new CompletableFuture<>();
            training.run(() -> "", trained::complete);
            trained.join();
            CompletableFuture<Object> blocked = new CompletableFuture<>();
            loop.runOnContext(unused -> vertx.executeBlocking(() -> "").onComplete(blocked::complete, bugs::add));
            blocked.join();
        }
    }

    private void after(Runnable onLoop) {
        log.clear();
        loop.runOnContext(unused -> onLoop.run());
        settle();
    }

    private static Charter otherRun(RunOptions options) {
        return RunSetup.found(options).ofRun(RandomIdentity.ofRun()).charter();
    }

    private final class Notices implements NodeListener {

        @Override
        public void listening(NodeStatus status, String dashboard) {}

        @Override
        public void fact(Fact fact) {}

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }

        @Override
        public void evaluated(NodeStatus status) {}
    }

    private final class Host implements Lives.Host {

        @Override
        public void onEvent(Event event) {
            log.add(event.getClass().getSimpleName());
        }

        @Override
        public void learns(LocalRun run) {
            log.add("learns " + run.setup().charter().run());
        }

        @Override
        public void stop(int code, String sentence) {
            log.add("stop " + code + ": " + sentence);
        }

        @Override
        public void bug(Throwable failure) {
            bugs.add(failure);
        }

        @Override
        public Cluster cluster(NodeLife life, Address bind, List<Address> joins, PeerProtocol protocol) {
            return new Cluster() {

                @Override
                public void start() throws Exception {
                    log.add("joins " + joins);
                    if (refusal != null) {
                        throw refusal;
                    }
                }

                @Override
                public void alsoAt(Address member) {}

                @Override
                public void stop() {
                    log.add("leaves");
                }

                @Override
                public Namesake namesake() {
                    return namesake;
                }
            };
        }
    }

    private String run() {
        return onLoop(() -> lives.run().orElseThrow().setup().charter().run());
    }

    @Test
    void nodeWithoutJoinFoundsRunAndStartsOnce() throws IOException {
        begin(options());
        assertThat(log).containsExactlyInAnyOrder("learns " + run(), "Started", "joins []");
        assertThat(onLoop(lives::looksForRun)).isFalse();
    }

    @Test
    void nodeWithJoinLooksForRunAndAdoptsIt() throws IOException {
        Charter others = otherRun(options());
        begin(options(), THERE);
        assertThat(log).containsExactly("joins [" + THERE + "]", "Started");
        assertThat(onLoop(lives::looksForRun)).isTrue();
        PeerProtocol issuer = present();
        after(() -> lives.adopt(issuer, others));
        assertThat(log).containsExactly("learns " + others.run(), "CharterAdopted");
    }

    @Test
    void outlivedLifeIsFollowedByLaterOne() throws IOException {
        begin(options());
        PeerProtocol first = present();
        long latest = 7L << 40;
        after(() -> lives.outlived(first, latest));
        assertThat(log).startsWith("leaves").containsExactlyInAnyOrder("leaves", "learns " + run(), "Started",
                "joins []");
        assertThat(onLoop(lives::life).incarnation()).isGreaterThan(latest);
        assertThat(present()).isNotSameAs(first);
        assertThat(notices).anyMatch(notice -> notice.startsWith("Its folder is older than what its peers"));
    }

    @Test
    void clusterThatDoesNotLetTheNodeInIsAskedAgain() throws IOException {
        refusal = new NotJoinedException(new IllegalStateException("Node failed to start!"));
        begin(options(), THERE);
        assertThat(log).containsExactly("joins [" + THERE + "]");
        after(() -> later.advanceTo(Lives.MEETING_REST));
        assertThat(log).as("refused again").containsExactly("leaves", "joins [" + THERE + "]");
        refusal = null;
        after(() -> later.advanceTo(Lives.MEETING_REST.multipliedBy(2)));
        assertThat(log).containsExactly("leaves", "joins [" + THERE + "]", "Started");
        assertThat(notices).contains("Membership has not started: the other members did not let this node in within 20"
                + " s. The node goes on and begins a new one in 3 s");
    }

    @Test
    void membershipThatEndsIsBegunAnewInTheSameLife() throws IOException {
        begin(options());
        PeerProtocol life = present();
        after(lives::membershipEnded);
        assertThat(log).isEmpty();
        after(() -> later.advanceTo(Lives.MEETING_REST));
        assertThat(log).containsExactly("leaves", "joins []");
        assertThat(present()).isSameAs(life);
    }

    @Test
    void membershipThatEndsIsNotBegunAnewInAnEndedLife() throws IOException {
        begin(options());
        PeerProtocol first = present();
        after(() -> {
            lives.membershipEnded();
            lives.outlived(first, 7L << 40);
        });
        after(() -> later.advanceTo(Lives.MEETING_REST));
        assertThat(log).isEmpty();
    }

    @Test
    void addressThatCannotBeUsedEndsTheNode() throws IOException {
        refusal = new IOException("Address already in use");
        begin(options());
        assertThat(log).contains("stop 2: Membership cannot start at " + Membership.of(HERE)
                + ": Address already in use");
        assertThat(later.pending()).isZero();
    }

    @Test
    void pauseHoldsInEveryLife() throws IOException {
        pauses.device(Optional.of("the battery is at 12 %"));
        begin(options());
        assertThat(log).containsSubsequence("PauseRequested", "Started");
        PeerProtocol first = present();
        after(() -> lives.outlived(first, 7L << 40));
        assertThat(log).containsSubsequence("PauseRequested", "Started");
    }

    @Test
    void endedLifeChangesNothing() throws IOException {
        Charter others = otherRun(options());
        begin(options());
        PeerProtocol first = present();
        after(() -> lives.outlived(first, 7L << 40));
        PeerProtocol second = present();
        after(() -> {
            lives.adopt(first, others);
            lives.outlived(first, 9L << 40);
            lives.changeRun(first, others);
        });
        assertThat(log).isEmpty();
        assertThat(present()).isSameAs(second);
    }

    @Test
    void namesakeKeepsLifeFromEnding() throws IOException {
        Charter others = otherRun(options());
        begin(options());
        PeerProtocol first = present();
        namesake = Namesake.LATER;
        after(() -> {
            lives.outlived(first, 7L << 40);
            lives.changeRun(first, others);
        });
        assertThat(log).isEmpty();
        assertThat(present()).isSameAs(first);
    }

    @Test
    void changeOfRunPutsCheckpointAside() throws IOException {
        Charter others = otherRun(options());
        begin(options());
        PeerProtocol first = present();
        CheckpointFile checkpoint = onLoop(() -> {
            LocalRun run = lives.run().orElseThrow();
            return new CheckpointFile(run.setup().charter(), first.save(), run.trainer().save(), 5);
        });
        directory.writeCheckpoint(checkpoint);
        after(() -> lives.changeRun(first, others));
        assertThat(log).startsWith("leaves").contains("learns " + others.run(), "Started");
        assertThat(run()).isEqualTo(others.run());
        assertThat(CheckpointFile.decode(Files.readAllBytes(directory.checkpointAside())).charter())
                .isEqualTo(checkpoint.charter());
        assertThat(notices).anyMatch(notice -> notice.startsWith("Begins anew in the other run."));
    }

    @Test
    void checkpointOfOtherVersionStopsNode() throws IOException {
        RunOptions options = options();
        LocalRun run = LocalRun.prepare(RunSetup.found(options).ofRun(RandomIdentity.ofRun()));
        try (NodeDirectory before = NodeDirectory.open(folder.resolve("node"))) {
            before.beginLife(new PeerId("anna"), Optional.empty());
            before.writeCheckpoint(
                    new CheckpointFile(run.setup().charter(), new byte[]{9, 9, 9}, run.trainer().save(), 5));
        }
        begin(options);
        assertThat(log).last().asString().startsWith("stop 2: The checkpoint cannot be used: ")
                .endsWith(": remove " + directory.checkpoint() + " to join the run anew");
        assertThat(onLoop(lives::protocol)).isEmpty();
    }

    /** A checkpoint of a node that has just begun the run, with this many steps. */
    private CheckpointFile ofSteps(RunOptions options, Charter charter, long steps) {
        LocalRun run = LocalRun.prepare(RunSetup.adopt(charter, options));
        byte[] snapshot = PeerProtocol.nothingLearned(NodeLife.of(new PeerId("anna"), 7L << 32), Rooms.ALL,
                Origins.plan(run), new RandomStream(1));
        return new CheckpointFile(charter, snapshot, run.trainer().save(), steps);
    }

    private Path folderWithCheckpoints(RunOptions options, Charter charter, int count) throws IOException {
        try (NodeDirectory before = NodeDirectory.open(folder.resolve("node"))) {
            before.beginLife(new PeerId("anna"), Optional.empty());
            for (int i = 0; i < count; i++) {
                before.writeCheckpoint(ofSteps(options, charter, i));
            }
            return before.checkpoint();
        }
    }

    @Test
    void checkpointBeforeDamagedOneIsUsed() throws IOException {
        Charter charter = otherRun(options());
        Path checkpoint = folderWithCheckpoints(options(), charter, 2);
        Files.write(checkpoint, new byte[]{1, 2, 3});
        begin(options());
        assertThat(run()).isEqualTo(charter.run());
        assertThat(notices).containsExactly("The file " + checkpoint
                + " is damaged: it does not begin as a checkpoint does: goes on from the checkpoint before, of round 0");
        assertThat(Files.readAllBytes(folder.resolve("node/checkpoint.damaged.bin"))).containsExactly(1, 2, 3);
    }

    /** The identity is lost as well: the checkpoint knows which lives there were. */
    @Test
    void lifeBeginsAboveThatOfCheckpoint() throws IOException {
        Path checkpoint = folderWithCheckpoints(options(), otherRun(options()), 2);
        Files.write(checkpoint.resolveSibling("identity.properties"), new byte[0]);
        Files.deleteIfExists(checkpoint.resolveSibling("identity.previous.properties"));
        begin(options());
        assertThat(Incarnations.count(onLoop(lives::life).incarnation())).isEqualTo(7 + 1 + 1024 + 1);
        assertThat(notices).anyMatch(notice -> notice.endsWith("earlier ones")).hasSize(2);
    }

    /** It may be that the peers are only late: another run would lose what they still have. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nodeAloneWithoutWholeCheckpointStops(int count) throws IOException {
        Path checkpoint = folderWithCheckpoints(options(), otherRun(options()), count);
        for (String name : List.of("checkpoint.bin", "checkpoint.previous.bin")) {
            if (Files.exists(checkpoint.resolveSibling(name))) {
                Files.write(checkpoint.resolveSibling(name), new byte[5]);
            }
        }
        begin(options());
        String lost = "stop 2: No checkpoint can be used (The file ";
        assertThat(log).singleElement().asString().startsWith(lost).contains(checkpoint.toString())
                .endsWith(" to found another run").contains("checkpoint.damaged.bin");
        assertThat(log.getFirst().contains("checkpoint.previous.bin")).isEqualTo(count == 2);
        directory.close();
        begin(options());
        assertThat(log).as("the next start").singleElement().asString().startsWith("stop 2: No checkpoint can be used");
    }

    @Test
    void nodeWithPeersJoinsAnewWithoutWholeCheckpoint() throws IOException {
        Charter charter = otherRun(options());
        Path checkpoint = folderWithCheckpoints(options(), charter, 1);
        Files.write(checkpoint, new byte[0]);
        Files.writeString(checkpoint.resolveSibling("peers.txt"), THERE + "\n");
        begin(options());
        assertThat(log).containsExactly("joins [" + THERE + "]", "Started");
        assertThat(onLoop(lives::looksForRun)).isTrue();
        assertThat(notices).containsExactly("No checkpoint can be used (The file " + checkpoint
                + " is damaged: it is empty): joins the run anew", "Looks for a run at [" + THERE + "]");
        assertThat(onLoop(lives::lostWork)).as("it founds none").isPresent();
        PeerProtocol issuer = present();
        after(() -> lives.adopt(issuer, charter));
        assertThat(log).containsExactly("learns " + charter.run(), "CharterAdopted");
        assertThat(onLoop(lives::lostWork)).isEmpty();
    }
}
