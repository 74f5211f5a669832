package dev.grapevine.node.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Context;
import io.vertx.core.Future;
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
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.lifecycle.Rebirths;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameMemoryError;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.membership.Namesake;
import dev.grapevine.node.replica.training.Evaluator.Judgement;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.Address;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.words.UserMistakeException;

import io.vertx.core.Promise;

/**
 * One node as a real process: around the pure protocol it puts sockets, membership, a training thread and a disk.
 *
 * <p>One event loop is the only caller of {@link PeerProtocol#step}. Training, judging, loading data and writing
 * checkpoints happen on one thread of their own, in the order in which they were asked for; so a checkpoint sees the
 * trainer as it was between two rounds.
 */
public final class NodeDriver {

    /** How a node ended. */
    public record Exit(int code, String sentence) {}

    private static final Logger LOG = LoggerFactory.getLogger(NodeDriver.class);
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_MISTAKE = 2;
    /** How long others may take to answer when one at an address of --join cannot be talked to. */
    private static final Duration OTHERS_FIRST = Duration.ofSeconds(1);
    /**
     * How long a node may take to stop, whatever it is doing: those who stop it kill it after ten seconds, often. What is
     * under way then is abandoned.
     */
    static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    /** The first part of it, for what is computed or loaded: then that is cut short. */
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(1);
    /** And the second, for what is unfinished with peers; the rest is for the disk. */
    private static final Duration PEERS_PATIENCE = Duration.ofSeconds(3);
    private static final long WRITE_AGAIN_MILLIS = 1_000;
    private static final String CHECKPOINT = "its checkpoint";
    /** After that nobody holds a last life of this node for alive that has crashed. */
    private static final Duration NAMESAKE_PATIENCE = Duration.ofSeconds(30);

    private final NodeConfig config;
    private final NodeListener listener;
    private final Steps steps;
    private final NodeDirectory directory;
    private NodeLife life;
    private final Rebirths rebirths = new Rebirths();
    private final Optional<JournalFile> journal;
    private final Vertx vertx;
    private final Context loop;
    /** The addresses of --join, with numbers for names. */
    private final Set<Address> namedByUser;
    private final TrainingThread training;
    private final RunLoader loader;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Statistics statistics = new Statistics();
    private final DiskTroubles troubles = new DiskTroubles();
    /** What was to be written last under a name. */
    private final Map<String, Future<Void>> lastWrites = new HashMap<>();
    private final long originNanos = System.nanoTime();
    private PeerTransport transport;
    /** Where it listens for peers. */
    private Address bound;
    private Membership membership;
    private NodeHttp http;
    /** Null before the first life and between two. */
    private PeerProtocol protocol;
    private Optional<EventRecorder> recorder = Optional.empty();
    /** What is learned; null until the charter is known. */
    private LocalRun run;
    /** The best of what was served in this life; null until the charter is known. */
    private KeptModel kept;
    private Duration lastJudged = Duration.ZERO;
    private boolean judging;
    private boolean started;
    private boolean stopping;
    private boolean hurrying;
    private final AtomicBoolean ending = new AtomicBoolean();
    /** How it is going to end; null until it stops. */
    private volatile Exit outcome;

    private NodeDriver(NodeConfig config, NodeListener listener, Steps steps) {
        this.config = config;
        this.steps = steps;
        this.listener = listener;
        this.journal = config.recording().map(wanted -> JournalFile.open(wanted.file(), wanted.limitBytes()));
        this.directory = NodeDirectory.open(config.directory());
        PeerId fresh = config.id().orElseGet(RandomIdentity::next);
        this.life = directory.beginLife(fresh);
        // Vert.x's cache of files from the class path would stay behind in /tmp when a node is killed.
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2).setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        this.loop = vertx.getOrCreateContext();
        this.namedByUser = config.joins().stream().flatMap(join -> join.numbers().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.training = new TrainingThread(loop, mistake -> stop(EXIT_MISTAKE, mistake.getMessage()), this::bug);
        this.loader = new RunLoader(config.options(), !config.joins().isEmpty(), directory, life.self(),
                sentence -> loop.runOnContext(unused -> listener.notice(sentence)));
        loop.exceptionHandler(this::bug);
    }

    /**
     * Starts a node.
     *
     * @throws UserMistakeException if its folder cannot be used
     */
    public static NodeDriver start(NodeConfig config, NodeListener listener) {
        return start(config, listener, PeerProtocol::step);
    }

    /** The same with steps that may fail. */
    static NodeDriver start(NodeConfig config, NodeListener listener, Steps steps) {
        NodeDriver driver = new NodeDriver(config, listener, steps);
        driver.loop.runOnContext(unused -> driver.begin());
        return driver;
    }

    /** Completed when everything is closed. */
    public CompletableFuture<Exit> exit() {
        return exit;
    }

    /**
     * Leaves in good order, and if that takes longer than five seconds then not; may be called by any thread, more than
     * once.
     */
    public void leave() {
        endInTime();
        try {
            loop.runOnContext(unused -> onEvent(new Event.LeaveRequested()));
        } catch (RejectedExecutionException e) {
            // It has left already.
        }
    }

    // Starting

    private void begin() {
        transport = new PeerTransport(vertx, life.self(), config.security(), config.listen().host(),
                ProtocolParameters.DEFAULT.frameBytesMax(),
                this::receive, new Refusals());
        transport.listen(config.listen()).onComplete(this::listening,
                failure -> stop(EXIT_MISTAKE, "The address " + config.listen()
                        + " of --listen cannot be used: " + failure.getMessage()));
    }

    private void listening(int port) {
        bound = new Address(config.listen().host(), port);
        http = new NodeHttp(vertx, new HttpView());
        http.listen(config.http()).onComplete(httpPort -> {
            Address api = new Address(config.http().host(), httpPort);
            untilWritten("process.properties", () -> directory.announce(ProcessHandle.current().pid(), api));
            listener.listening(status(), "http://" + api);
            training.load(loader::begin, this::prepared);
        }, failure -> stop(EXIT_MISTAKE,
                "The address " + config.http() + " of --http cannot be used: " + failure.getMessage()));
    }

    private void prepared(RunLoader.Beginning beginning) {
        if (stopping) {
            return;
        }
        beginning.run().ifPresent(this::learns);
        Origin origin = origin(beginning);
        try {
            protocol = origin.protocol(life, Rooms.ALL, random());
        } catch (IllegalArgumentException e) {
            if (!(origin instanceof Origin.FromSnapshot)) {
                throw e;
            }
            // Of a version that knows more, or not of this run: nothing that this one may guess at.
            stop(EXIT_MISTAKE, e.getMessage() + ": remove " + directory.checkpoint() + " to join the run anew");
            return;
        }
        recorder = journal.map(file -> new EventRecorder(file, header(origin), listener::notice));
        switch (origin) {
            case Origin.FromSnapshot _ -> {
                statistics.steps = beginning.checkpoint().orElseThrow().steps();
                listener.notice("Goes on from its checkpoint of round " + protocol.rounds());
            }
            case Origin.KnowsRun _ -> {
            }
            case Origin.LooksForRun _ -> listener.notice("Looks for a run at " + config.joins());
        }
        Membership.PeerInfo self = new Membership.PeerInfo(life.self(), life.incarnation(),
                config.advertise().orElse(bound));
        List<Address> others = new ArrayList<>(config.joins());
        directory.knownPeers().stream().filter(known -> !others.contains(known)).forEach(others::add);
        Membership next = new Membership(self, bound, others, new MembershipEvents());
        membership = next;
        vertx.executeBlocking(() -> {
            next.start();
            return null;
        }).onComplete(unused -> start(), failure -> stop(EXIT_MISTAKE, "Membership cannot start at "
                + Membership.of(bound) + ": " + failure.getMessage()));
        if (run != null) {
            start();
        }
    }

    private Origin origin(RunLoader.Beginning beginning) {
        if (beginning.checkpoint().isPresent()) {
            return new Origin.FromSnapshot(plan(), beginning.checkpoint().get().snapshot());
        }
        return run != null
                ? new Origin.KnowsRun(plan())
                : new Origin.LooksForRun(ProtocolParameters.DEFAULT, RunSetup.insisted(config.options()));
    }

    private SegmentHeader header(Origin origin) {
        return new SegmentHeader(GrapevineVersion.text(), life, random().seed(), 0, 0, origin);
    }

    /**
     * Peers hear nothing of this life. It ends as in a crash, and one begins that they do hear, but not while somebody else may
     * be the one that they remember.
     */
    private void outlived(PeerProtocol outlived, long latest) {
        if (!mayBeginAnotherLife(outlived) || !rebirths.begin(now())) {
            return;
        }
        listener.notice(
                "Its folder is older than what its peers remember of it, as after a backup was put back: begins a later"
                        + " life, which they hear");
        beginLifeAbove(latest, loader::begin);
    }

    /** Not while somebody else may be the one that peers remember. */
    private boolean mayBeginAnotherLife(PeerProtocol ofThisLife) {
        return protocol == ofThisLife && !stopping && !hurrying && membership.namesake() == Namesake.NONE;
    }

    private void beginLifeAbove(long latest, Callable<RunLoader.Beginning> beginning) {
        protocol = null;
        started = false;
        Membership last = membership;
        vertx.executeBlocking(() -> {
            last.stop();
            return null;
        }).onComplete(unused -> training.run(() -> directory.beginLifeAbove(life, latest), next -> {
            life = next;
            training.load(beginning, this::prepared);
        }), this::bug);
    }

    /**
     * More of those that are there take part in another run. What was learned of the own one is put aside first: the next
     * checkpoint is of the other. If the disk is full that comes to pass when the protocol wishes for it again.
     */
    private void changeRun(PeerProtocol changes, Charter other) {
        if (!mayBeginAnotherLife(changes)) {
            return;
        }
        training.run(() -> tried(directory::putCheckpointAside), failure -> {
            tell(directory.checkpointAside().toString(), failure);
            if (failure.isPresent() || !mayBeginAnotherLife(changes) || !rebirths.begin(now())) {
                return;
            }
            listener.notice("Begins anew in the other run. What it has learned in its own is in "
                    + directory.checkpointAside() + ": to go on with that, stop the node and rename it to "
                    + directory.checkpoint().getFileName());
            NodeLife before = life;
            beginLifeAbove(before.incarnation(), () -> beginningOf(other, before));
        });
    }

    private RunLoader.Beginning beginningOf(Charter other, NodeLife before) {
        LocalRun known = loader.adopt(other);
        byte[] nothing = PeerProtocol.nothingLearned(before, Rooms.ALL, plan(known), random());
        return new RunLoader.Beginning(Optional.of(known),
                Optional.of(new CheckpointFile(other, nothing, known.trainer().save(), 0)));
    }

    /** Two nodes with one name would take turns in being heard: the later one stops. */
    private void judgeNamesake() {
        switch (membership.namesake()) {
            case NONE -> {
            }
            case EARLIER -> stop(EXIT_MISTAKE, "Another node is called " + life.self()
                    + " as well and was there before, as after the folder " + directory.path()
                    + " was copied: start this one with a name (--id) and a folder (--dir) of its own, or remove "
                    + directory.checkpoint().resolveSibling("identity.properties") + " and "
                    + directory.checkpoint() + " to join the run anew");
            case LATER -> listener.notice("Another node is called " + life.self()
                    + " as well, as after a folder was copied: that one has to stop");
        }
    }

    /** Who looks for a run can see nobody before membership is up: its patience begins then. */
    private void start() {
        if (!started) {
            started = true;
            onEvent(new Event.Started());
        }
    }

    private RandomStream random() {
        return new RandomStream(config.options().get(RunOptions.SEED)).fork("node " + life.self());
    }

    private RunPlan plan() {
        return plan(run);
    }

    private static RunPlan plan(LocalRun run) {
        RunPlan plan = run.setup().plan(run.setup().initialParameters(run.network()),
                ProtocolParameters.DEFAULT.checkpointInterval());
        return run.setup().plan(plan, run.rows());
    }

    // The dozen lines that a driver is

    /** An exception is a bug whoever calls: a server that calls this would take it for its own. */
    private void onEvent(Event event) {
        try {
            handle(event);
        } catch (RuntimeException | Error e) {
            bug(e);
        }
    }

    /** Where there is no memory for a frame its connection ends, which is for the transport to see to. */
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
            hurry();
        }
        if (protocol == null || stopping) {
            if (event instanceof Event.LeaveRequested) {
                stop(EXIT_DONE, "");
            }
            return;
        }
        // Peers may see this node, and speak, before it sees them.
        start();
        PeerProtocol ofThisLife = protocol;
        for (Effect effect : step(now(), event)) {
            perform(effect, ofThisLife);
        }
    }

    private List<Effect> step(Duration now, Event event) {
        return recorder.isPresent()
                ? recorder.get().step(protocol, now, event)
                : steps.step(protocol, now, event);
    }

    /** How the protocol is asked. */
    @FunctionalInterface
    interface Steps {
        List<Effect> step(PeerProtocol protocol, Duration now, Event event);
    }

    /** What an effect led to is for the life that wished for it alone. */
    private void answer(PeerProtocol wisher, Event event) {
        if (protocol == wisher) {
            onEvent(event);
        }
    }

    private void perform(Effect effect, PeerProtocol wisher) {
        switch (effect) {
            case Effect.Send send -> transport.send(send.to(), send.bytes());
            case Effect.SetTimer timer -> vertx.setTimer(Math.max(1, timer.delay().toMillis()),
                    unused -> answer(wisher, new Event.TimerFired(timer.timer())));
            case Effect.StartRound round -> training.run(
                    () -> run.trainer().train(run.network(), round, training::isCutShort),
                    result -> answer(wisher, new Event.RoundFinished(result)));
            case Effect.AdoptCharter adopt -> training.load(
                    () -> loader.adopt(adopt.charter()), adopted -> adopted(wisher, adopted));
            case Effect.ProvideSums _ -> training.load(loader::toldSums,
                    told -> answer(wisher, new Event.SumsReady(told)));
            case Effect.FoundCharter found -> {
                listener.notice("Nobody answers with a run: founds one" + (found.others().isEmpty()
                        ? ""
                        : " that suits its data and, by their sums, those of " + found.others().stream()
                                .map(other -> other.peer().text()).collect(Collectors.joining(", "))));
                training.load(() -> loader.found(found.others()), adopted -> adopted(wisher, adopted));
            }
            case Effect.StartMerge merge -> vertx.executeBlocking(
                    () -> Aggregators.byName(merge.aggregator()).increments(merge.own(), merge.others()))
                    .onComplete(increments -> answer(wisher, new Event.MergeFinished(merge.number(), increments)),
                            this::bug);
            case Effect.Persist persist -> persist(wisher, persist);
            case Effect.Checkpoint checkpoint -> keep(checkpoint.snapshot());
            case Effect.Report report -> report(report.fact());
            case Effect.Halt halt -> stop(halt.cause() == Effect.Cause.SETTINGS ? EXIT_MISTAKE : EXIT_FAILED,
                    halt.sentence());
            case Effect.Outlived outlived -> loop.runOnContext(unused -> outlived(wisher, outlived.incarnation()));
            case Effect.ChangeRun change -> loop.runOnContext(unused -> changeRun(wisher, change.charter()));
            case Effect.Left _ -> left();
        }
    }

    private double seconds() {
        return now().toNanos() / 1e9;
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - originNanos);
    }

    private void adopted(PeerProtocol wisher, LocalRun adopted) {
        if (protocol == wisher) {
            learns(adopted);
            onEvent(new Event.CharterAdopted(plan()));
        }
    }

    private void learns(LocalRun known) {
        run = known;
        kept = new KeptModel(known);
    }

    private void keep(byte[] snapshot) {
        Charter charter = run.setup().charter();
        long steps = statistics.steps;
        training.run(() -> {
            CheckpointFile checkpoint = new CheckpointFile(charter, snapshot, run.trainer().save(), steps);
            return tried(() -> directory.writeCheckpoint(checkpoint));
        }, failure -> tell(CHECKPOINT, failure));
    }

    private void persist(PeerProtocol wisher, Effect.Persist persist) {
        untilWritten(persist.name(), () -> directory.keep(persist.name(), persist.bytes()))
                .onSuccess(unused -> answer(wisher, new Event.Persisted(persist.number())));
    }

    // A disk may be full for a while

    /** Something that needs the disk. */
    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    /**
     * Tries again and again, off the event loop; the future tells when it is on the disk. Under one name the later is
     * written after the earlier.
     */
    private Future<Void> untilWritten(String what, DiskWork work) {
        Promise<Void> written = Promise.promise();
        Future<Void> before = lastWrites.put(what, written.future());
        if (before == null) {
            tryToWrite(what, work, written);
        } else {
            before.onComplete(unused -> tryToWrite(what, work, written));
        }
        return written.future();
    }

    private void tryToWrite(String what, DiskWork work, Promise<Void> written) {
        vertx.executeBlocking(() -> tried(work)).onComplete(failure -> {
            tell(what, failure);
            if (failure.isEmpty()) {
                written.complete();
            } else if (!stopping) {
                vertx.setTimer(WRITE_AGAIN_MILLIS, unused -> tryToWrite(what, work, written));
            }
        }, this::bug);
    }

    private static Optional<IOException> tried(DiskWork work) {
        try {
            work.run();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        } catch (UncheckedIOException e) {
            return Optional.of(e.getCause());
        }
    }

    private void tell(String what, Optional<IOException> failure) {
        failure.map(why -> troubles.failed(what, why)).orElseGet(() -> troubles.worked(what))
                .ifPresent(listener::notice);
    }

    private void report(Fact fact) {
        statistics.count(fact);
        listener.fact(fact);
        if (fact instanceof Fact.RoundInstalled) {
            judgeIfDue();
            stopIfDue();
        }
    }

    // Judging and stopping

    private void judgeIfDue() {
        Duration every = run.setup().options().get(RunOptions.EVALUATE).every();
        if (judging || now().minus(lastJudged).compareTo(every) < 0) {
            return;
        }
        judging = true;
        float[] served = protocol.served().orElseThrow().clone();
        double seconds = seconds();
        training.run(() -> kept.judge(seconds, served, training::isCutShort), this::judged);
    }

    private void judged(Judgement judgement) {
        judging = false;
        lastJudged = now();
        statistics.judgement = judgement;
        listener.judged(status());
        stopIfDue();
    }

    private void stopIfDue() {
        StopRule rule = config.options().get(RunOptions.STOP);
        double accuracy = statistics.judgement == null ? Double.NaN : statistics.judgement.accuracy();
        if (protocol.phase() == Phase.RUNNING && !statistics.stopped
                && rule.holds(now(), protocol.rounds(), accuracy)) {
            statistics.stopped = true;
            loop.runOnContext(
                    unused -> onEvent(rule.serve() ? new Event.PauseRequested() : new Event.LeaveRequested()));
        }
    }

    private void left() {
        Optional<float[]> served = protocol.served().map(float[]::clone);
        if (run == null || served.isEmpty()) {
            stop(EXIT_DONE, "");
            return;
        }
        double seconds = seconds();
        training.run(() -> modelWritten(seconds, served.get()), outcome -> stop(outcome.code(), outcome.sentence()));
    }

    private Exit modelWritten(double seconds, float[] served) {
        Path file = SavedModel.in(directory.path());
        try {
            return kept.write(directory.path(), seconds, served, training::isCutShort)
                    .map(fall -> new Exit(EXIT_MISTAKE, fall.sentence(file, RunFolder.lastBeside(file))))
                    .orElseGet(() -> new Exit(EXIT_DONE, "The model lies in " + file));
        } catch (IOException e) {
            return new Exit(EXIT_DONE, "The model cannot be written to " + file + ": " + e.getMessage());
        }
    }

    /** Sees to it that leaving comes to its end before the deadline: what takes long is not waited for. */
    private void hurry() {
        if (hurrying) {
            return;
        }
        hurrying = true;
        endInTime();
        vertx.setTimer(ROUND_PATIENCE.toMillis(), unused -> training.cutShort());
        vertx.setTimer(PEERS_PATIENCE.toMillis(), unused -> {
            if (protocol != null && protocol.phase() == Phase.LEAVING) {
                onEvent(new Event.TimerFired(new Timer.LeaveAnyway()));
            }
        });
    }

    /** Neither the event loop nor the training thread is asked: they may be what takes so long. */
    private void endInTime() {
        if (!ending.getAndSet(true)) {
            CompletableFuture.delayedExecutor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::abandon);
        }
    }

    private void abandon() {
        Exit known = outcome;
        exit.complete(known != null
                ? known
                : new Exit(EXIT_FAILED, "Was not done with leaving within " + STOP_DEADLINE.toSeconds()
                        + " s and is stopped: it goes on from its last checkpoint when it is started again"));
    }

    private void bug(Throwable failure) {
        if (failure instanceof UserMistakeException mistake) {
            stop(EXIT_MISTAKE, mistake.getMessage());
            return;
        }
        LOG.error("This is a bug in Grapevine", failure);
        stop(EXIT_FAILED, "Stopped by a bug: " + failure);
    }

    private void stop(int code, String sentence) {
        if (stopping) {
            return;
        }
        stopping = true;
        outcome = new Exit(code, sentence);
        endInTime();
        training.cutShort();
        // What waits for the training thread, such as a last checkpoint, is done first.
        training.takeNothingMore();
        vertx.executeBlocking(() -> {
            if (membership != null) {
                membership.stop();
            }
            training.close();
            return null;
        }).eventually(() -> http == null ? Future.succeededFuture() : http.close())
                .eventually(() -> transport.close()).onComplete(unused -> {
                    recorder.ifPresent(EventRecorder::close);
                    tried(directory::close).ifPresent(why -> LOG.warn("The folder cannot be given back", why));
                    vertx.close();
                    exit.complete(outcome);
                });
    }

    private NodeStatus status() {
        return statistics.status(GrapevineVersion.text(), life, Optional.ofNullable(protocol),
                Optional.ofNullable(run), transport.traffic(), now());
    }

    /**
     * Whoever connects may be anybody, and what membership tells may be wrong: that is for the user to know, and nothing
     * more. Only where the user said that others are, and nobody else can be talked to, there is no run to be found.
     */
    private final class Refusals implements PeerTransport.Refusals {
        private final NoticeLimit callers = new NoticeLimit();
        private final NoticeLimit listeners = new NoticeLimit();

        @Override
        public void caller(String sentence) {
            callers.say(now(), sentence).ifPresent(listener::notice);
        }

        @Override
        public void listener(Address at, String sentence) {
            if (!namedByUser.contains(at)) {
                listeners.say(now(), sentence).ifPresent(listener::notice);
                return;
            }
            // Those that membership is just about to tell of have their turn first.
            vertx.setTimer(OTHERS_FIRST.toMillis(), unused -> {
                if (looksForRun() && !transport.mayReachSomebody()) {
                    stop(EXIT_MISTAKE, sentence);
                } else {
                    listeners.say(now(), sentence).ifPresent(listener::notice);
                }
            });
        }

        private boolean looksForRun() {
            return protocol != null && protocol.phase() == Phase.ENROLLING && run == null;
        }
    }

    /** Membership's threads hand over to the event loop. */
    private final class MembershipEvents implements Membership.Listener {
        private final PeerProtocol told = protocol;

        private void inItsLife(Runnable action) {
            loop.runOnContext(unused -> {
                if (protocol == told) {
                    action.run();
                }
            });
        }

        @Override
        public void namesake() {
            inItsLife(() -> vertx.setTimer(NAMESAKE_PATIENCE.toMillis(), unused -> {
                if (protocol == told) {
                    judgeNamesake();
                }
            }));
        }

        @Override
        public void joined(Membership.PeerInfo peer) {
            inItsLife(() -> {
                transport.locate(peer.peer(), peer.address());
                // With the next peer that comes it is tried again.
                vertx.executeBlocking(() -> tried(() -> directory.rememberPeer(peer.address())))
                        .onComplete(failure -> tell("peers.txt", failure), NodeDriver.this::bug);
                listener.notice(peer.peer() + " is there");
                onEvent(new Event.PeerJoined(peer.peer(), peer.incarnation()));
            });
        }

        @Override
        public void lost(PeerId peer) {
            inItsLife(() -> {
                listener.notice(peer + " is gone");
                transport.forget(peer);
                onEvent(new Event.PeerSuspected(peer));
            });
        }
    }

    /** What the HTTP API may see and do; called on the event loop. */
    private final class HttpView implements NodeHttp.View {

        @Override
        public NodeStatus status() {
            return NodeDriver.this.status();
        }

        @Override
        public Optional<byte[]> model(boolean served) {
            if (run == null || protocol == null || protocol.replica().isEmpty()) {
                return Optional.empty();
            }
            float[] parameters = new float[run.network().layout().parameters()];
            if (served) {
                System.arraycopy(protocol.served().orElseThrow(), 0, parameters, 0, parameters.length);
            } else {
                protocol.replica().orElseThrow().copyTo(parameters);
            }
            return Optional.of(SavedModel.encode(run.setup(), run.network(), parameters));
        }

        @Override
        public boolean isHealthy() {
            return protocol != null && !stopping && protocol.phase() == Phase.RUNNING;
        }

        @Override
        public void request(NodeHttp.Wish wish) {
            onEvent(switch (wish) {
                case LEAVE -> new Event.LeaveRequested();
                case PAUSE -> new Event.PauseRequested();
                case RESUME -> new Event.ResumeRequested();
                case CHECKPOINT -> new Event.CheckpointRequested();
            });
        }
    }
}
