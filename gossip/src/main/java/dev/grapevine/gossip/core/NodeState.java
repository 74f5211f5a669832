package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.conversation.RoundTrip;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.peers.Backoff;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.LivePeers;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.TurnCounter;
import dev.grapevine.gossip.peers.View;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.standing.Standing;
import dev.grapevine.gossip.wire.FrameCodec;

/** Everything that one node's protocol remembers; the classes beside it say what to do about it. */
final class NodeState {

    final PeerId self;
    final long incarnation;
    final long seed;
    final LivePeers live = new LivePeers();
    final Incarnations incarnations = new Incarnations();
    final Standing standing = new Standing();
    final Backoff backoff = new Backoff();
    final TurnCounter turns = new TurnCounter();
    RoundTrip roundTrip = new RoundTrip();
    /** Peers that follow another charter, in their present incarnation. */
    final SortedSet<PeerId> incompatible = new TreeSet<>();
    final Exchanges exchanges;
    final Outbox outbox;
    final Context context = new Context(this);
    RandomStream peerChoice;
    PeerProtocol.Phase phase = PeerProtocol.Phase.ENROLLING;
    /** Null until a charter is known. */
    RunState run;
    /** Exchanges to start at the end of this step, paid with tokens. */
    int exchangesWanted;
    /** Rounds of training since a block was merged. */
    int roundsSinceMerge;
    /** Whose turn it is to be answered next, where bandwidth is short, and until when. */
    Optional<PeerId> keptFor = Optional.empty();
    Duration keptUntil = Duration.ZERO;
    boolean paused;
    boolean tableFull;
    /** Somebody asked for a checkpoint while a round was running. */
    boolean checkpointWanted;
    Optional<Duration> lastStartOfExchanges = Optional.empty();
    Duration lastCheckpoint = Duration.ZERO;
    /** The time of the event that is being handled. */
    Duration now = Duration.ZERO;

    NodeState(PeerId self, long incarnation, FrameCodec frames, RandomStream random) {
        this.self = self;
        this.incarnation = incarnation;
        this.seed = random.seed();
        this.peerChoice = random.fork("peer choice");
        this.exchanges = new Exchanges(self, incarnation);
        this.outbox = new Outbox(frames, incarnation, incarnations, this::pacer);
    }

    /** Whether the replica is one that others may have. */
    boolean takesPart() {
        return phase == PeerProtocol.Phase.RUNNING || phase == PeerProtocol.Phase.LEAVING;
    }

    /** Whom the node sees, itself included. */
    View view() {
        return live.view(self);
    }

    /** The node's neighbours, if the overlay is one fixed graph and there is a run. */
    List<PeerId> neighbours() {
        return run == null ? List.of() : run.overlay.neighbours(view());
    }

    /** Notes a peer's incarnation; false if it is a dead one's. */
    boolean heard(PeerId peer, long peerIncarnation) {
        return switch (incarnations.heard(peer, peerIncarnation)) {
            case CURRENT -> true;
            case DEAD -> false;
            case REBORN -> {
                orphan(peer);
                incompatible.remove(peer);
                if (run != null) {
                    run.shares.forget(peer);
                }
                yield true;
            }
        };
    }

    private Optional<Pacer> pacer() {
        return run == null ? Optional.empty() : run.pacer;
    }

    /** Sends what may be sent by now, if that is limited, and sees to it that the rest has its turn. */
    void pace() {
        pacer().ifPresent(pacer -> {
            do {
                exchanges.proceed(context);
            } while (pacer.release(now, outbox::release));
            pacer.nextTimer(now, exchanges.isWaitingForRoom())
                    .ifPresent(delay -> outbox.setTimer(new Timer.SendMore(), delay));
        });
    }

    /** A peer's incarnation is dead: what was half done with it stays so. */
    void orphan(PeerId peer) {
        int blocks = exchanges.orphan(peer);
        if (run != null) {
            run.codings.forget(peer);
        }
        if (blocks > 0) {
            run.replica.ledger().enter(Ledger.Reason.ORPHANED, 0);
            outbox.report(new Fact.BlocksOrphaned(peer, blocks));
        }
    }

    /** Only between two rounds, so that the trainer's state belongs to the same cut. */
    void checkpoint() {
        lastCheckpoint = now;
        checkpointWanted = false;
        outbox.add(new Effect.Checkpoint(Cuts.save(this)));
    }

    /** The user has to be told something, and then the node stops. */
    void halt(Effect.Cause cause, String sentence) {
        phase = PeerProtocol.Phase.STOPPED;
        outbox.add(new Effect.Halt(cause, sentence));
    }
}
