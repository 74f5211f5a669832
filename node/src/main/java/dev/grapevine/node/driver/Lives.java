package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.lifecycle.Rebirths;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.membership.Cluster;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.membership.Namesake;
import dev.grapevine.node.membership.NotJoinedException;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.words.Address;

/**
 * The lives of one node, one after another. Each begins from a checkpoint, with a run of its own or looking for one,
 * and has its own protocol and membership. For one event loop.
 */
final class Lives {

    /** The node as its lives see it. For one event loop. */
    interface Host {

        /** Has the present life's protocol handle an event. */
        void onEvent(Event event);

        /** The run that is learned from now on. */
        void learns(LocalRun run);

        void stop(int code, String sentence);

        void bug(Throwable failure);

        /**
         * Makes the membership of one life, not started yet.
         *
         * @param life     that begins
         * @param bind     address at which the node listens for peers
         * @param joins    addresses of other nodes
         * @param protocol receives the events of membership
         */
        Cluster cluster(NodeLife life, Address bind, List<Address> joins, PeerProtocol protocol);
    }

    /** Rest before a membership that could not start, or has ended, is begun anew. */
    static final Duration MEETING_REST = Duration.ofSeconds(3);

    private final Equipment has;
    private final Host host;
    private final RunLoader loader;
    private final Origins origins;
    private final Optional<JournalFile> journal;
    private final Rebirths rebirths = new Rebirths();
    private NodeLife life;
    /** Address at which the node listens for peers; null until it does. */
    private Address bound;
    private Cluster cluster;
    /** Null before the first life and between two. */
    private PeerProtocol protocol;
    private Optional<EventRecorder> recorder = Optional.empty();
    /** The run that is learned; null until the charter is known. */
    private LocalRun run;
    private boolean started;

    Lives(Equipment has, Optional<JournalFile> journal, NodeLife first, Host host) {
        this.has = has;
        this.journal = journal;
        this.life = first;
        this.host = host;
        this.origins = new Origins(has.config().options(), has.foundingNodes());
        this.loader = new RunLoader(has.config().options(), looksForOthers(has), has.directory(),
                first.self(), sentence -> has.loop().runOnContext(unused -> has.listener().notice(sentence)));
    }

    /** A member that did not found its run has somebody to ask, even if its user names nobody. */
    private static boolean looksForOthers(Equipment has) {
        return !has.config().joins().isEmpty() || has.config().awaits().isPresent()
                || has.access().filter(access -> !access.isFounder()).isPresent();
    }

    NodeLife life() {
        return life;
    }

    /** Empty before the first life and between two. */
    Optional<PeerProtocol> protocol() {
        return Optional.ofNullable(protocol);
    }

    boolean isOf(PeerProtocol asked) {
        return protocol == asked;
    }

    /** Empty until the charter is known. */
    Optional<LocalRun> run() {
        return Optional.ofNullable(run);
    }

    /** The membership of the present or the last life; empty before the first. */
    Optional<Cluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** Whether the present life looks for a run of others. */
    boolean looksForRun() {
        return protocol != null && protocol.phase() == Phase.ENROLLING && run == null;
    }

    Optional<EventRecorder> recorder() {
        return recorder;
    }

    /** Begins the first life, once the node listens for peers. */
    void begin(Address listens) {
        bound = listens;
        has.training().load(loader::begin, this::prepared);
    }

    private void prepared(RunLoader.Beginning beginning) {
        if (has.shutdown().isStopping()) {
            return;
        }
        run = null;
        beginning.run().ifPresent(this::learns);
        Origin origin = origins.of(beginning);
        try {
            protocol = origin.protocol(life, Rooms.ALL, origins.random(life));
        } catch (IllegalArgumentException e) {
            if (!(origin instanceof Origin.FromSnapshot)) {
                throw e;
            }
            // A newer version wrote it, or it belongs to another run.
            host.stop(Shutdown.EXIT_MISTAKE,
                    e.getMessage() + ": remove " + has.directory().checkpoints() + " to join the run anew");
            return;
        }
        List<Address> others = others();
        tellNews();
        recorder = journal.map(file -> new EventRecorder(file, origins.header(life, origin), has.listener()::notice));
        switch (origin) {
            case Origin.FromSnapshot _ -> {
                has.statistics().steps = beginning.checkpoint().orElseThrow().steps();
                has.listener().notice(beginning.why().isEmpty()
                        ? "Goes on from its checkpoint of round " + protocol.rounds()
                        : beginning.why() + ": goes on from the checkpoint before, of round " + protocol.rounds());
            }
            case Origin.KnowsRun _ -> {
            }
            case Origin.LooksForRun _ -> has.listener().notice("Looks for a run at "
                    + (has.config().joins().isEmpty() ? others : has.config().joins()));
        }
        meetOthers(others);
        if (run != null) {
            start();
        }
    }

    private void tellNews() {
        has.directory().takeNews().forEach(has.listener()::notice);
    }

    /** Addresses to join: those given, then those remembered. */
    private List<Address> others() {
        List<Address> others = new ArrayList<>(has.config().joins());
        has.directory().knownPeers().stream().filter(known -> !others.contains(known)).forEach(others::add);
        return others;
    }

    private void meetOthers(List<Address> others) {
        Cluster next = host.cluster(life, bound, others, protocol);
        cluster = next;
        has.vertx().executeBlocking(() -> {
            next.start();
            return null;
        }).onComplete(unused -> start(), failure -> {
            if (failure instanceof NotJoinedException) {
                meetAgain(next, "Membership has not started: " + failure.getMessage());
            } else {
                host.stop(Shutdown.EXIT_MISTAKE,
                        "Membership cannot start at " + Membership.of(bound) + ": " + failure.getMessage());
            }
        });
    }

    /** The membership of the present life has ended by itself. */
    void membershipEnded() {
        meetAgain(cluster, "Membership has ended");
    }

    private void meetAgain(Cluster ended, String why) {
        if (has.shutdown().isStopping()) {
            return;
        }
        has.listener().notice(why + ". The node goes on and begins a new one in " + MEETING_REST.toSeconds() + " s");
        PeerProtocol ofThisLife = protocol;
        has.later().run(MEETING_REST, () -> {
            if (isOf(ofThisLife) && cluster == ended && !has.shutdown().isStopping()) {
                has.vertx().executeBlocking(() -> {
                    ended.stop();
                    return null;
                }).onComplete(unused -> {
                    if (isOf(ofThisLife)) {
                        meetOthers(others());
                    }
                }, host::bug);
            }
        });
    }

    /**
     * Starts the protocol, once per life. A node that looks for a run starts its patience here, once membership is up.
     */
    void start() {
        if (!started) {
            started = true;
            // A pause holds for this life if it was asked for in an earlier one, or before there was a protocol.
            if (has.device().pauses().reason().isPresent()) {
                host.onEvent(new Event.PauseRequested());
            }
            host.onEvent(new Event.Started());
        }
    }

    private void learns(LocalRun known) {
        Runtime runtime = Runtime.getRuntime();
        Optional<String> refusal = has.config().device().refusal(runtime.totalMemory() - runtime.freeMemory(),
                known.network().layout().parameters());
        if (refusal.isPresent()) {
            host.stop(Shutdown.EXIT_MISTAKE, refusal.get());
            return;
        }
        run = known;
        host.learns(known);
    }

    /** Adopts the run of others. */
    void adopt(PeerProtocol issuer, Charter charter) {
        learn(issuer, () -> loader.adopt(charter));
    }

    /** The sentence to tell the user instead of founding a run: the work of an earlier one is lost; usually empty. */
    Optional<String> lostWork() {
        return loader.lost();
    }

    /** Founds a run that suits the data of others too. */
    void found(PeerProtocol issuer, List<PeerSums> others) {
        learn(issuer, () -> loader.found(others));
    }

    private void learn(PeerProtocol issuer, Callable<LocalRun> known) {
        has.training().load(known, adopted -> {
            if (isOf(issuer)) {
                learns(adopted);
                host.onEvent(new Event.CharterAdopted(Origins.plan(adopted)));
            }
        });
    }

    /** Computes the sums over this node's data that others may receive. Called by the training thread. */
    Callable<byte[]> ownSums() {
        return loader::ownSums;
    }

    /**
     * Peers ignore this life because they know a later one. It ends as in a crash and a still later one begins, unless
     * a node of the same name may be the one that they know.
     */
    void outlived(PeerProtocol outlived, long latest) {
        if (!mayBeginAnother(outlived) || !rebirths.begin(has.clock().now())) {
            return;
        }
        has.listener().notice(
                "Its folder is older than what its peers remember of it, as after a restored backup: begins a later"
                        + " life, which they accept");
        beginAbove(latest, loader::begin);
    }

    /** Whether a new life may begin: never while another member has this node's name. */
    private boolean mayBeginAnother(PeerProtocol ofThisLife) {
        return isOf(ofThisLife) && !has.shutdown().isEnding() && cluster.namesake() == Namesake.NONE;
    }

    private void beginAbove(long latest, Callable<RunLoader.Beginning> beginning) {
        protocol = null;
        started = false;
        Cluster last = cluster;
        has.vertx().executeBlocking(() -> {
            last.stop();
            return null;
        }).onComplete(unused -> has.training().run(() -> has.directory().beginLifeAbove(life, latest), next -> {
            life = next;
            has.training().load(beginning, this::prepared);
        }), host::bug);
    }

    /**
     * Most peers take part in another run, and this node changes to it. The checkpoint of its own run is put aside
     * first. If the disk is full, the change waits until the protocol asks again.
     */
    void changeRun(PeerProtocol changes, Charter other) {
        if (!mayBeginAnother(changes)) {
            return;
        }
        has.training().run(() -> DiskWriter.tried(has.directory()::putCheckpointAside), failure -> {
            has.disk().tell(has.directory().checkpointAside().toString(), failure);
            if (failure.isPresent() || !mayBeginAnother(changes) || !rebirths.begin(has.clock().now())) {
                return;
            }
            has.listener().notice("Begins anew in the other run. The checkpoint of its own run is "
                    + has.directory().checkpointAside() + ": to go on with that, stop the node and rename the file to "
                    + has.directory().checkpoint().getFileName());
            NodeLife before = life;
            beginAbove(before.incarnation(), () -> origins.nothingLearned(before, loader.adopt(other), other));
        });
    }
}
