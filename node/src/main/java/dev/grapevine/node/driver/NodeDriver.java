package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameMemoryError;
import dev.grapevine.node.device.LinuxDevice;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.membership.Cluster;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.PlainTransport;
import dev.grapevine.node.transport.ProtocolVersions;
import dev.grapevine.node.transport.TransportSecurity;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.PeerNames;
import dev.grapevine.node.words.UserMistakeException;

/**
 * One node as a process: sockets, membership, a training thread and a disk around the pure protocol. This is the loop:
 * events go into the protocol, and the effects that come out are performed.
 *
 * <p>One event loop is the only caller of {@link PeerProtocol#step}. Training, evaluation and loading data happen on one
 * other thread, in the order of the requests, so that a checkpoint sees the trainer between two rounds; a third one
 * writes to the disk, which may hang.
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

    private final Steps steps;
    private final ProtocolVersions spoken;
    private final Equipment has;
    private final Lives lives;
    private final PeriodicEvaluation evaluation;
    private final EffectPerformer performer;
    private final NamesakeWatch namesakes;
    /** Null until the event loop begins. */
    private NodeServers servers;
    private Optional<SecuredRun> secured = Optional.empty();

    private NodeDriver(NodeConfig config, NodeListener told, Steps steps, ProtocolVersions spoken) {
        this.steps = steps;
        this.spoken = spoken;
        config.device().checkHeap(Runtime.getRuntime().maxMemory());
        AccessAtStart.check(config);
        Optional<JournalFile> journal = config.recording()
                .map(wanted -> JournalFile.open(wanted.file(), wanted.limitBytes()));
        NodeDirectory directory = NodeDirectory.open(config.directory());
        DeviceKey key = keyIn(directory.path(), told);
        NodeLife life = directory.beginLife(key.peer(), config.name());
        PeerNames names = new PeerNames();
        names.named(key.peer().text(), directory.name());
        told.peerNames(names);
        NodeClock clock = new NodeClock();
        HistoryKeeper history = new HistoryKeeper(directory.path(), InstantSource.system(), clock::now);
        NodeListener listener = new NamingListener(told, names, history);
        // Vert.x's cache of files from the class path would stay behind in /tmp when a node is killed.
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2).setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        Context loop = vertx.getOrCreateContext();
        Optional<RunAccess> access = accessOrNone(config, directory, key, vertx, listener);
        TrainingThread training = new TrainingThread(loop,
                mistake -> stop(Shutdown.EXIT_MISTAKE, mistake.getMessage()), this::bug);
        DelayedExecutor later = DelayedExecutor.onLoop(vertx);
        Shutdown shutdown = new Shutdown(vertx, later, DelayedExecutor.onOtherThread());
        this.has = new Equipment(config, listener, directory, vertx, loop, training,
                new DiskWriter(vertx, sentence -> listener.event(EventKind.DISK, sentence), shutdown::isStopping,
                        this::bug),
                shutdown, new Statistics(),
                clock, later, key, access,
                config.listen().orElseGet(() -> AccessAtStart.listenToward(access.flatMap(
                        unused -> config.invitation().map(InvitationCode::address)
                                .or(() -> config.joins().stream().findFirst())
                                .or(() -> directory.knownPeers().stream().findFirst())))),
                names, new DeviceUse(config.device(), new TrainingPauses(this::onEvent, clock::now)), history);
        Host host = new Host();
        this.lives = new Lives(has, journal, life, host);
        this.evaluation = new PeriodicEvaluation(config.options(), directory.path(), training, has.statistics(),
                has.clock()::now, lives::protocol, () -> listener.evaluated(status()),
                event -> loop.runOnContext(unused -> onEvent(event)));
        this.performer = new EffectPerformer(has, lives, evaluation, host);
        this.namesakes = new NamesakeWatch(life.self(), directory.checkpoint(), later,
                () -> lives.cluster().orElseThrow().namesake(), listener::notice,
                sentence -> stop(Shutdown.EXIT_MISTAKE, sentence));
        loop.exceptionHandler(this::bug);
    }

    /**
     * Starts a node.
     *
     * @throws UserMistakeException if the node's folder cannot be used
     */
    public static NodeDriver start(NodeConfig config, NodeListener listener) {
        return start(config, listener, PeerProtocol::step, ProtocolVersions.OWN);
    }

    /** Starts a node with other steps than the protocol's, or as one of another build. */
    static NodeDriver start(NodeConfig config, NodeListener listener, Steps steps, ProtocolVersions spoken) {
        NodeDriver driver = new NodeDriver(config, listener, steps, spoken);
        Equipment has = driver.has;
        RefusalNotices refusals = new RefusalNotices(config.joins(), has.later(), has.clock()::now,
                has.listener()::notice,
                driver::findsNoPeer,
                sentence -> driver.stop(Shutdown.EXIT_MISTAKE, sentence));
        has.loop().runOnContext(unused -> driver.begin(refusals));
        return driver;
    }

    /** The end of the node, completed when everything is closed, or abandoned at the deadline. Thread-safe. */
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

    /** The node's part in a run with invitations, once it has begun. For tests. */
    Optional<SecuredRun> secured() {
        return secured;
    }

    /** Runs an action on the node's event loop. For tests. Thread-safe. */
    void onLoop(Runnable action) {
        has.loop().runOnContext(unused -> action.run());
    }

    private void begin(PeerTransport.Refusals refusals) {
        NoticeLimit warnings = new NoticeLimit();
        TransportSecurity security = has.access()
                .<TransportSecurity>map(access -> SecuredRun.security(access, warning -> has.loop().runOnContext(
                        unused -> warnings.say(has.clock().now(), warning).ifPresent(has.listener()::notice))))
                .orElseGet(PlainTransport::new);
        servers = new NodeServers(has, spoken, security, this::receive, refusals);
        secured = has.access().map(access -> new SecuredRun(has, access, servers.transport(), new SecuredHost()));
        servers.listen(
                new NodeView(has, lives, this::status, this::onEvent),
                secured.map(run -> new RunAdministration(run, () -> lives.run().isPresent())), this::listening,
                sentence -> stop(Shutdown.EXIT_MISTAKE, sentence));
    }

    private void listening(Address bound, Address api) {
        has.disk().untilWritten("process.properties",
                () -> has.directory().announce(ProcessHandle.current().pid(), api));
        secured.ifPresent(run -> run.listens(lives.life(), bound));
        int replicas = has.config().options().get(ControlOptions.REPLICAS);
        if (secured.isEmpty() && replicas > 0) {
            has.listener().notice("replicas is " + replicas + ", but no peer keeps copies for it: that is for runs with"
                    + " invitations, where another machine can keep them");
        }
        has.config().device().pauseOn().ifPresent(conditions -> new DeviceWatch(conditions, new LinuxDevice(),
                has.device().pauses()::device, has.listener()::event).begin(has.vertx(), has.later()));
        has.listener().listening(status(), servers.scheme() + "://" + api);
        servers.certificateSentence().ifPresent(has.listener()::notice);
        has.history().begin(lives.life().self().text(), has.later(), has.disk(), this::status)
                .ifPresent(has.listener()::notice);
        lives.begin(bound);
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
            has.shutdown().hurry(has.training(), this::hurryLeaving);
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
        Duration now = has.clock().now();
        for (Effect effect : step(ofThisLife, now, event)) {
            performer.perform(effect, ofThisLife, now);
        }
    }

    private void hurryLeaving() {
        if (lives.protocol().filter(protocol -> protocol.phase() == Phase.LEAVING).isPresent()) {
            onEvent(new Event.TimerFired(new Timer.HurryLeaving()));
        }
    }

    private List<Effect> step(PeerProtocol protocol, Duration now, Event event) {
        return lives.recorder().isPresent()
                ? lives.recorder().get().step(protocol, now, event)
                : steps.step(protocol, now, event);
    }

    private static Optional<RunAccess> accessOrNone(NodeConfig config, NodeDirectory directory, DeviceKey key,
            Vertx vertx, NodeListener listener) {
        try {
            Optional<RunAccess> access = AccessAtStart.find(config, directory, key, vertx, InstantSource.system(),
                    listener);
            access.ifPresent(found -> MutualTls.prepare(key.privateKey(), found.selfSigned()));
            return access;
        } catch (UserMistakeException e) {
            vertx.close();
            directory.close();
            throw e;
        }
    }

    private static DeviceKey keyIn(Path folder, NodeListener told) {
        try {
            SecurityFolder security = SecurityFolder.open(folder);
            DeviceKey key = security.deviceKey(new SecureRandom());
            security.takeNews().forEach(told::notice);
            return key;
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot keep this node's key: " + e.getMessage(),
                    e);
        }
    }

    /** The description of this node that others may know, signed by itself. */
    private byte[] describe(Membership.PeerInfo self) {
        return secured.map(run -> run.own().signed())
                .orElseGet(() -> new SelfDescription(has.key().publicBytes(), self.name(), self.incarnation(),
                        self.addresses(), Instant.now().plus(OwnDescription.LIFE)).sign(has.key()));
    }

    private boolean findsNoPeer() {
        return lives.looksForRun() && !servers.transport().mayReachAnyPeer();
    }

    private NodeStatus status() {
        return has.statistics().status(has, lives, servers.transport().traffic(), spare());
    }

    /** Null where nobody could keep copies and none are wanted. */
    private NodeStatus.Spare spare() {
        int wanted = has.config().options().get(ControlOptions.REPLICAS);
        return secured.map(run -> run.spare().status())
                .orElse(wanted == 0 ? null : NodeStatus.Spare.nobodyKeeps(wanted));
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
        Optional<Cluster> cluster = lives.cluster();
        List<DiskWriter.Work> files = new ArrayList<>();
        lives.recorder().ifPresent(recorder -> files.add(recorder::close));
        files.add(has.directory()::close);
        List<Supplier<Future<Void>>> closings = new ArrayList<>();
        has.history().write();
        // The last checkpoint first: the time to stop is limited.
        closings.add(has.disk()::finish);
        secured.ifPresent(run -> closings.add(run::close));
        if (servers != null) {
            closings.addAll(servers.closings());
        }
        has.shutdown().stop(new Exit(code, has.names().in(sentence)), has.training(),
                new Shutdown.Parts(() -> cluster.ifPresent(Cluster::stop), closings, files));
    }

    /** The driver as its lives and effects see it. */
    private final class Host implements Lives.Host, EffectPerformer.Host {

        @Override
        public void onEvent(Event event) {
            NodeDriver.this.onEvent(event);
        }

        @Override
        public void learns(LocalRun run) {
            evaluation.learns(run);
            has.history().learns(run);
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
        public void send(PeerId to, byte[] frame) {
            long feature = Rooms.ALL.featureFor(frame);
            if (feature == 0 || servers.transport().shares(to, feature)) {
                servers.transport().send(to, frame);
            }
        }

        @Override
        public void checkpointWritten() {
            secured.ifPresent(run -> run.spare().checkpointWritten());
        }

        @Override
        public Cluster cluster(NodeLife life, Address bind, List<Address> joins, PeerProtocol protocol) {
            secured.ifPresent(run -> run.begin(life, joins));
            List<Address> reached = OwnAddresses.of(bind, has.config().advertise());
            Membership.PeerInfo self = new Membership.PeerInfo(life.self(), life.incarnation(), reached,
                    has.directory().name());
            Callable<Membership.Place> place = secured.<Callable<Membership.Place>>map(run -> run::place)
                    .orElse(() -> Membership.Place.beside(bind, reached.getFirst(), joins));
            return new Membership(self, describe(self), place, InstantSource.system(), new MembershipEvents(has, lives,
                    this, servers.transport(), protocol, namesakes, secured));
        }
    }

    /** The driver as its secured run sees it. */
    private final class SecuredHost implements SecuredRun.Host {

        @Override
        public Optional<Cluster> cluster() {
            return lives.cluster();
        }

        @Override
        public int awaits() {
            return lives.run().isPresent() ? 0 : has.foundingNodes();
        }

        @Override
        public void foundNow() {
            onEvent(new Event.FoundRequested());
        }

        @Override
        public List<PeerId> livePeers() {
            return lives.protocol().map(PeerProtocol::livePeers).orElse(List.of());
        }

        @Override
        public RunOptions options() {
            return lives.run().map(run -> run.setup().options()).orElse(has.config().options());
        }

        @Override
        public void revoked(PeerId peer) {
            onEvent(new Event.PeerSuspected(peer));
        }

        @Override
        public void stop(String sentence) {
            NodeDriver.this.stop(Shutdown.EXIT_MISTAKE, sentence);
        }
    }
}
