package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregators;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameMemoryError;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.Address;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.words.UserMistakeException;

/**
 * One node as a process: sockets, membership, a training thread and a disk around the pure protocol. This is the loop:
 * events go into the protocol, and the effects that come out are performed.
 *
 * <p>One event loop is the only caller of {@link PeerProtocol#step}. Training, evaluation, loading data and writing
 * checkpoints happen on one other thread, in the order of the requests, so that a checkpoint sees the trainer between
 * two rounds.
 */
public final class NodeDriver {

    /** The end of a node: exit code and a sentence for users, or an empty one. */
    public record Exit(int code, String sentence) {}

    /** The call of the protocol; tests replace it. */
    @FunctionalInterface
    interface Steps {
        List<Effect> step(PeerProtocol protocol, Duration now, Event event);
    }

    private static final Logger LOG = LoggerFactory.getLogger(NodeDriver.class);
    private static final String CHECKPOINT = "its checkpoint";

    private final Steps steps;
    private final Equipment has;
    private final Lives lives;
    private final PeriodicEvaluation evaluation;
    private PeerTransport transport;
    /** Null until the node listens for peers. */
    private NodeHttp http;

    private NodeDriver(NodeConfig config, NodeListener listener, Steps steps) {
        this.steps = steps;
        Optional<JournalFile> journal = config.recording()
                .map(wanted -> JournalFile.open(wanted.file(), wanted.limitBytes()));
        NodeDirectory directory = NodeDirectory.open(config.directory());
        NodeLife life = directory.beginLife(config.id().orElseGet(RandomIdentity::next));
        // Vert.x's cache of files from the class path would stay behind in /tmp when a node is killed.
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2).setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        Context loop = vertx.getOrCreateContext();
        TrainingThread training = new TrainingThread(loop,
                mistake -> stop(Shutdown.EXIT_MISTAKE, mistake.getMessage()), this::bug);
        Shutdown shutdown = new Shutdown(vertx);
        this.has = new Equipment(config, listener, directory, vertx, loop, training,
                new DiskWriter(vertx, listener::notice, shutdown::isStopping, this::bug), shutdown, new Statistics(),
                new NodeClock());
        this.lives = new Lives(has, journal, life, new Host());
        this.evaluation = new PeriodicEvaluation(config.options(), directory.path(), training, has.statistics(),
                has.clock()::now, lives::protocol, () -> listener.evaluated(status()),
                event -> loop.runOnContext(unused -> onEvent(event)));
        loop.exceptionHandler(this::bug);
    }

    /**
     * Starts a node.
     *
     * @throws UserMistakeException if the node's folder cannot be used
     */
    public static NodeDriver start(NodeConfig config, NodeListener listener) {
        return start(config, listener, PeerProtocol::step);
    }

    /** Starts a node with other steps than the protocol's. */
    static NodeDriver start(NodeConfig config, NodeListener listener, Steps steps) {
        NodeDriver driver = new NodeDriver(config, listener, steps);
        RefusalNotices refusals = new RefusalNotices(driver.has, driver::findsNoPeer,
                sentence -> driver.stop(Shutdown.EXIT_MISTAKE, sentence));
        driver.has.loop().runOnContext(unused -> driver.begin(refusals));
        return driver;
    }

    /** Completed when everything is closed, or abandoned at the deadline. Thread-safe. */
    public CompletableFuture<Exit> exit() {
        return has.shutdown().exit();
    }

    /**
     * Leaves the run in good order, for five seconds at most; then the node stops anyway. May be called more than once.
     * Thread-safe.
     */
    public void leave() {
        has.shutdown().endInTime();
        try {
            has.loop().runOnContext(unused -> onEvent(new Event.LeaveRequested()));
        } catch (RejectedExecutionException e) {
            // It has left already.
        }
    }

    private void begin(PeerTransport.Refusals refusals) {
        Address listen = has.config().listen();
        transport = new PeerTransport(has.vertx(), lives.life().self(), has.config().security(), listen.host(),
                ProtocolParameters.DEFAULT.frameBytesMax(), this::receive, refusals);
        transport.listen(listen).onComplete(port -> listening(new Address(listen.host(), port)),
                failure -> stop(Shutdown.EXIT_MISTAKE,
                        "The address " + listen + " of --listen cannot be used: " + failure.getMessage()));
    }

    private void listening(Address bound) {
        if (has.shutdown().isStopping()) {
            return;
        }
        Address wanted = has.config().http();
        http = new NodeHttp(has.vertx(), new NodeView(lives, has.shutdown(), this::status, this::onEvent));
        http.listen(wanted).onComplete(port -> {
            Address api = new Address(wanted.host(), port);
            has.disk().untilWritten("process.properties",
                    () -> has.directory().announce(ProcessHandle.current().pid(), api));
            has.listener().listening(status(), "http://" + api);
            lives.begin(bound);
        }, failure -> stop(Shutdown.EXIT_MISTAKE,
                "The address " + wanted + " of --http cannot be used: " + failure.getMessage()));
    }

    /** Catches exceptions itself: the HTTP server that calls this would hide a bug behind an answer of 500. */
    private void onEvent(Event event) {
        try {
            handle(event);
        } catch (RuntimeException | Error e) {
            bug(e);
        }
    }

    /** Passes on missing memory for a frame: the transport closes the connection for it. */
    private void receive(PeerId from, byte[] frame) {
        try {
            handle(new Event.MessageArrived(from, frame));
        } catch (FrameMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            bug(e);
        }
    }

    private void handle(Event event) {
        if (event instanceof Event.LeaveRequested) {
            has.shutdown().hurry(has.training(), this::leaveAnyway);
        }
        if (lives.protocol().isEmpty() || has.shutdown().isStopping()) {
            if (event instanceof Event.LeaveRequested) {
                stop(Shutdown.EXIT_DONE, "");
            }
            return;
        }
        // Peers may see this node, and speak, before it sees them.
        lives.start();
        PeerProtocol ofThisLife = lives.protocol().orElseThrow();
        for (Effect effect : step(ofThisLife, has.clock().now(), event)) {
            perform(effect, ofThisLife);
        }
    }

    private void leaveAnyway() {
        if (lives.protocol().filter(protocol -> protocol.phase() == Phase.LEAVING).isPresent()) {
            onEvent(new Event.TimerFired(new Timer.LeaveAnyway()));
        }
    }

    private List<Effect> step(PeerProtocol protocol, Duration now, Event event) {
        return lives.recorder().isPresent()
                ? lives.recorder().get().step(protocol, now, event)
                : steps.step(protocol, now, event);
    }

    /** Hands the outcome of an effect to the life that issued it, if that has not ended. */
    private void answer(PeerProtocol issuer, Event event) {
        if (lives.isOf(issuer)) {
            onEvent(event);
        }
    }

    private void perform(Effect effect, PeerProtocol issuer) {
        switch (effect) {
            case Effect.Send send -> transport.send(send.to(), send.bytes());
            case Effect.SetTimer timer -> has.vertx().setTimer(Math.max(1, timer.delay().toMillis()),
                    unused -> answer(issuer, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> train(issuer, round);
            case Effect.AdoptCharter adopt -> lives.adopt(issuer, adopt.charter());
            case Effect.ProvideSums _ -> has.training().load(lives.ownSums(),
                    sums -> answer(issuer, new Event.SumsReady(sums)));
            case Effect.FoundCharter found -> {
                has.listener().notice("No node answers with a run: founds one" + (found.others().isEmpty()
                        ? ""
                        : " that suits its data and, by their sums, that of " + found.others().stream()
                                .map(other -> other.peer().text()).collect(Collectors.joining(", "))));
                lives.found(issuer, found.others());
            }
            case Effect.StartMerge merge -> has.vertx().executeBlocking(
                    () -> Aggregators.byName(merge.aggregator()).increments(merge.own(), merge.others()))
                    .onComplete(increments -> answer(issuer, new Event.MergeFinished(merge.number(), increments)),
                            this::bug);
            case Effect.Persist persist -> has.disk()
                    .untilWritten(persist.name(), () -> has.directory().keep(persist.name(), persist.bytes()))
                    .onSuccess(unused -> answer(issuer, new Event.Persisted(persist.number())));
            case Effect.Checkpoint checkpoint -> keep(checkpoint.snapshot());
            case Effect.Report report -> report(report.fact());
            case Effect.Halt halt -> stop(
                    halt.cause() == Effect.Cause.SETTINGS ? Shutdown.EXIT_MISTAKE : Shutdown.EXIT_FAILED,
                    halt.sentence());
            case Effect.Outlived outlived -> has.loop()
                    .runOnContext(unused -> lives.outlived(issuer, outlived.incarnation()));
            case Effect.ChangeRun change -> has.loop()
                    .runOnContext(unused -> lives.changeRun(issuer, change.charter()));
            case Effect.Left _ -> evaluation.writeModel(lives.protocol().flatMap(PeerProtocol::served), this::stop);
        }
    }

    private void train(PeerProtocol issuer, Effect.StartRound round) {
        TrainingThread training = has.training();
        LocalRun run = lives.run().orElseThrow();
        training.run(() -> run.trainer().train(run.network(), round, training::isCutShort),
                result -> answer(issuer, new Event.RoundFinished(result)));
    }

    private void keep(byte[] snapshot) {
        LocalRun run = lives.run().orElseThrow();
        Charter charter = run.setup().charter();
        long steps = has.statistics().steps;
        has.training().run(() -> {
            CheckpointFile checkpoint = new CheckpointFile(charter, snapshot, run.trainer().save(), steps);
            return DiskWriter.tried(() -> has.directory().writeCheckpoint(checkpoint));
        }, failure -> has.disk().tell(CHECKPOINT, failure));
    }

    private void report(Fact fact) {
        has.statistics().count(fact);
        has.listener().fact(fact);
        if (fact instanceof Fact.RoundInstalled) {
            evaluation.roundInstalled(lives.protocol().flatMap(PeerProtocol::served).orElseThrow());
        }
    }

    /** Whether the node looks for a run and can reach no peer. */
    private boolean findsNoPeer() {
        return lives.protocol().filter(protocol -> protocol.phase() == Phase.ENROLLING).isPresent()
                && lives.run().isEmpty() && !transport.mayReachAnyPeer();
    }

    private NodeStatus status() {
        return has.statistics().status(GrapevineVersion.text(), lives.life(), lives.protocol(), lives.run(),
                transport.traffic(), has.clock().now());
    }

    private void bug(Throwable failure) {
        if (failure instanceof UserMistakeException mistake) {
            stop(Shutdown.EXIT_MISTAKE, mistake.getMessage());
            return;
        }
        LOG.error("This is a bug in Grapevine", failure);
        stop(Shutdown.EXIT_FAILED, "Stopped by a bug: " + failure);
    }

    private void stop(int code, String sentence) {
        stop(new Exit(code, sentence));
    }

    private void stop(Exit how) {
        has.shutdown().stop(how, has.training(), new Shutdown.Parts(lives.membership(), Optional.ofNullable(http),
                transport, lives.recorder(), has.directory()));
    }

    /** The driver as its lives see it. */
    private final class Host implements Lives.Host {

        @Override
        public void onEvent(Event event) {
            NodeDriver.this.onEvent(event);
        }

        @Override
        public void learns(LocalRun run) {
            evaluation.learns(run);
        }

        @Override
        public void stop(int code, String sentence) {
            NodeDriver.this.stop(code, sentence);
        }

        @Override
        public void bug(Throwable failure) {
            NodeDriver.this.bug(failure);
        }

        @Override
        public Membership.Listener membersOf(PeerProtocol life) {
            return new MembershipEvents(has, lives, this, transport, life);
        }
    }
}
