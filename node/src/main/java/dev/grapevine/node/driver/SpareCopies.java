package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.spare.CopyKeeper;
import dev.grapevine.node.spare.CopyLabel;
import dev.grapevine.node.spare.CopySpacing;
import dev.grapevine.node.spare.Keepers;
import dev.grapevine.node.spare.Shelf;
import dev.grapevine.node.spare.SpareDoor;
import dev.grapevine.node.spare.SpareMessages;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.ProtocolVersions;

/**
 * Has peers keep this node's newest checkpoint, keeps theirs, and gives them back: the machines of {@code spare} with timers,
 * the transport and the disk. For one event loop.
 */
final class SpareCopies {

    /** The node as its spare copies see it. */
    interface Host {

        /** The peers that are not suspected. */
        List<PeerId> livePeers();

        /** The options of the run if it is known, else those of the user. */
        RunOptions options();
    }

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** 256 KiB/s where bandwidth has no limit. */
    private static final Duration PAUSE_MIN = Duration.ofMillis(250);
    /** The share of the bandwidth that gossip may take. */
    private static final int BANDWIDTH_SHARE = 10;
    private static final String WHAT = "the copies that it keeps for others";

    private final Equipment has;
    private final RunAccess access;
    private final PeerTransport transport;
    private final Host host;
    private final int wanted;
    private final Keepers keepers;
    private final CopySpacing spacing = new CopySpacing();
    private final SpareDoor door;
    private final CopyMaker maker;
    /** Peers whose last word is on its way to the disk: more of them would wait without a bound. */
    private final Set<PeerId> waiting = new HashSet<>();
    private long dropped;
    /** Null until the disk has been read. */
    private Shelf shelf;
    private CopyKeeper keeper;
    private NodeLife life;
    private long generation;
    private boolean hasCheckpoint;
    private boolean isMaking;
    /** The newest copy and when its making began; null before the first. */
    private CopyLabel made;
    private Duration madeAt;
    /** The time at which the newest copy that some keeper has was made; null before the first. */
    private Duration keptAt;

    SpareCopies(Equipment has, RunAccess access, PeerTransport transport, MemberNews news, Host host) {
        this.has = has;
        this.access = access;
        this.transport = transport;
        this.host = host;
        this.wanted = has.config().options().get(ControlOptions.REPLICAS);
        this.keepers = new Keepers(has.key().peer(), wanted, this::pause, transport::tell);
        this.maker = new CopyMaker(has, access);
        this.door = new SpareDoor(has.vertx(), new SpareAnswers(has, access, news, () -> Optional.ofNullable(shelf)));
    }

    /** The node listens: it keeps copies from now on. */
    void begin() {
        Path folder = has.directory().path();
        has.disk().result(() -> Shelf.open(folder, access.authority(), Shelf.Limits.DEFAULT)).onComplete(opened -> {
            shelf = opened;
            keeper = new CopyKeeper(access.authority(), opened);
            revoked(opened.all().keySet().stream().filter(access::isRevoked).toList());
        }, this::diskFails);
        if (wanted > 0) {
            look();
        }
    }

    /** A life begins: copies are of that one from now on. */
    void begin(NodeLife begins) {
        life = begins;
    }

    private void look() {
        if (has.shutdown().isStopping()) {
            return;
        }
        keepers.look(has.clock().now(), host.livePeers().stream()
                .filter(peer -> transport.shares(peer, ProtocolVersions.KEEPS_COPIES)).toList());
        if (made != null && keepers.newestKept().filter(made::equals).isPresent()) {
            keptAt = madeAt;
        }
        if (keepers.isAnyWithout()) {
            makeIfDue();
        }
        has.later().run(keepers.isBusy() ? PAUSE_MIN : LOOK, this::look);
    }

    private Duration pause() {
        long limit = host.options().get(GossipOptions.BANDWIDTH_LIMIT);
        if (limit <= 0) {
            return PAUSE_MIN;
        }
        Duration pause = Duration.ofMillis(1000L * BANDWIDTH_SHARE * SpareMessages.PART_BYTES / limit);
        return pause.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : pause;
    }

    /** A checkpoint is on disk: if it is time, peers get a copy of it. */
    void checkpointWritten() {
        hasCheckpoint = true;
        makeIfDue();
    }

    private void makeIfDue() {
        Duration now = has.clock().now();
        long sent = transport.traffic().bytesSent();
        long cost = (long) keepers.bytes().orElse(0) * keepers.chosen().size();
        if (!hasCheckpoint || isMaking || life == null || keepers.chosen().isEmpty() || keepers.isBusy()
                || !spacing.isDue(now, sent, cost, keepers.isAnyWithout())) {
            return;
        }
        isMaking = true;
        spacing.made(now, sent);
        CopyLabel label = new CopyLabel(has.key().peer(), access.authority(), life.incarnation(), ++generation);
        has.vertx().executeBlocking(() -> maker.sealed(label)).onComplete(sealed -> {
            isMaking = false;
            sealed.ifPresent(copy -> {
                made = label;
                madeAt = now;
                keepers.offer(copy);
            });
        }, failure -> {
            isMaking = false;
            diskFails(failure);
        });
    }

    /** A peer told news: true if they are about copies. Damaged ones are dropped and counted. */
    boolean received(PeerId from, byte[] bytes) {
        if (!SpareMessages.isOne(bytes)) {
            return false;
        }
        try {
            switch (SpareMessages.read(bytes)) {
                case SpareMessages.Verdict verdict -> keepers.heard(from, verdict, has.clock().now());
                case SpareMessages.Message message -> keep(from, message);
            }
        } catch (IllegalArgumentException e) {
            dropped++;
        }
        return true;
    }

    private void keep(PeerId from, SpareMessages.Message message) {
        if (keeper == null || !waiting.add(from)) {
            dropped++;
            return;
        }
        Duration now = has.clock().now();
        Instant time = access.now();
        has.disk().result(() -> keeper.received(from, message, now, time)).onComplete(answer -> {
            waiting.remove(from);
            answer.ifPresent(verdict -> transport.tell(from, verdict.encode()));
            has.disk().tell(WHAT, Optional.empty());
        }, failure -> {
            // Without an answer the owner asks another one.
            waiting.remove(from);
            diskFails(failure);
        });
    }

    private void diskFails(Throwable failure) {
        has.disk().tell(WHAT, Optional.of(failure instanceof IOException why ? why : new IOException(failure)));
    }

    /** Peers take no part any more: they keep nothing, and nothing is kept for them. */
    void revoked(Collection<PeerId> gone) {
        gone.forEach(keepers::revoked);
        if (keeper != null) {
            has.disk().once(WHAT, () -> {
                for (PeerId peer : gone) {
                    keeper.revoked(peer);
                }
            });
        }
    }

    /** See {@link SpareDoor#takesOver}. */
    boolean takesOver(NetSocket socket, byte[] question) {
        return door.takesOver(socket, question);
    }

    /** The part of {@code /status} on spare copies. */
    NodeStatus.Spare status() {
        Collection<Shelf.Kept> kept = shelf == null ? List.of() : shelf.all().values();
        Optional<Instant> oldest = kept.stream().map(Shelf.Kept::since).min(Instant::compareTo);
        return new NodeStatus.Spare(wanted,
                keepers.confirmed().stream().map(peer -> has.names().of(peer.text())).toList(),
                keepers.bytes().orElse(0), keptAt == null ? null : seconds(has.clock().now().minus(keptAt)),
                kept.size(),
                kept.stream().mapToLong(Shelf.Kept::bytes).sum(),
                oldest.map(since -> seconds(Duration.between(since, access.now()))).orElse(null),
                dropped + (keeper == null ? 0 : keeper.refused()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
