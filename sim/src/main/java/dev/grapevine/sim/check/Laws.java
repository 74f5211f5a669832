package dev.grapevine.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The laws that must hold after every event, whatever the network does. Watches all nodes from outside and stops the
 * simulation at the first broken law.
 */
public final class Laws {

    public static final String ONCE = "no transfer is debited or credited twice";
    public static final String NEGATIVES = "a credit is the exact negative of its debit";
    public static final String FINISHED = "what is debited is credited, unless one of the two dies";
    public static final String SUM = "the sum of all replicas is training plus ledger";
    public static final String DOOR = "parameters change for a reason that is told";
    public static final String DISPLACEMENT = "no step moves a parameter farther at a peer's word than the node's own cap";
    public static final String ROUNDS = "round numbers never go back";
    public static final String BOUNDS = "bounds are kept";
    public static final String STEADY = "nobody trains on a replica that changes";
    public static final String CALM = "in calm weather all see each other and replicas come together";
    public static final String NUMBERS = "models are made of numbers";
    public static final String LINKS = "no message comes over a cut link";
    public static final String RESTART = "after a crash a node is where its last checkpoint was";
    public static final String DETERMINISM = "the same event in the same state has the same effects";

    /** The laws that every run is checked against, from beginning to end. */
    public static final List<String> WATCHED = List.of(ONCE, NEGATIVES, FINISHED, SUM, DOOR, DISPLACEMENT, ROUNDS,
            BOUNDS, STEADY,
            LINKS, RESTART, DETERMINISM);

    /** A liar may move itself as it likes. */
    private static final int[] NO_CAPS = {};

    /** Two lives, of which one begins conversations of a kind with the other. */
    private record Pair(int kind, PeerId initiator, long initiatorIncarnation, PeerId responder,
            long responderIncarnation) {}

    /** Tells the incarnation that a node is in now. */
    @FunctionalInterface
    public interface IncarnationOf {
        long of(PeerId peer);
    }

    /** The watcher's memory of a node. */
    private static final class Watched {
        private Optional<Door> door = Optional.empty();
        /** The caps before the next step. */
        private int[] caps = {};
        private long rounds;
    }

    private final ProtocolParameters parameters;
    private final IncarnationOf incarnations;
    private final Map<Pair, Transfers> transfers = new HashMap<>();
    private final Door.Room room = new Door.Room();
    private final Map<PeerId, Watched> nodes = new HashMap<>();
    private final Set<PeerId> distrusted = new HashSet<>();
    private long openMass;
    private long distrustedMass;
    private long writtenOffMass;
    private long stepsWatched;

    public Laws(ProtocolParameters parameters, IncarnationOf incarnations) {
        this.parameters = parameters;
        this.incarnations = incarnations;
    }

    /**
     * Marks a liar: a node that may send anything. Exchanges with it are checked against the sum law only; but each
     * honest node must still keep its own duties, whoever its peer is: to move once per exchange, and no farther than
     * its cap.
     */
    public void distrust(PeerId liar) {
        distrusted.add(liar);
    }

    /** Whether a node is one that may send what the protocol does not say. */
    public boolean distrusts(PeerId node) {
        return distrusted.contains(node);
    }

    /** Number of steps watched. */
    public long stepsWatched() {
        return stepsWatched;
    }

    /**
     * A node has this replica from now on: whatever changes it is seen.
     *
     * @param served the served average: to be read
     * @param caps   how far peers may move each block of it in the next step, in units
     */
    public void watch(PeerId node, PublishedParameters replica, float[] served, int[] caps) {
        Watched watched = watched(node);
        watched.door = Optional.of(new Door(replica, served, room));
        watched.caps = caps;
        replica.watch(watched.door.get());
    }

    /**
     * Checks what a node did in a step.
     *
     * @param senderIncarnation the life in which the peer sent the frame that the step was about; unknown where there was
     *                          none
     */
    public void afterStep(PeerId node, PeerProtocol protocol, long senderIncarnation, List<Effect> effects) {
        stepsWatched++;
        long transferred = 0;
        long mixed = 0;
        boolean speaks = false;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Report report) {
                switch (report.fact()) {
                    case Fact.Debited debit -> {
                        transferred += debit.mass();
                        moved(node, debit.peer(), debit.transfer(), true, senderIncarnation, debit.mass());
                    }
                    case Fact.Credited credit -> {
                        transferred += credit.mass();
                        moved(node, credit.peer(), credit.transfer(), false, senderIncarnation, credit.mass());
                    }
                    case Fact.Mixed mix -> mixed += mix.mass();
                    default -> {
                    }
                }
            } else if (effect instanceof Effect.Send send) {
                speaks = true;
                if (send.bytes().length > parameters.frameBytesMax()) {
                    throw new LawBrokenException(BOUNDS, node + " sent a frame of " + send.bytes().length + " bytes");
                }
            }
        }
        Watched watched = watched(node);
        if (watched.door.isPresent()) {
            watched.door.get().compare(node, transferred, mixed, distrusts(node) ? NO_CAPS : watched.caps);
            watched.caps = protocol.caps();
        }
        // A node without an answer leaves nothing unfinished.
        if (speaks && protocol.unfinishedBlocks() > parameters.unfinishedBlocksMax()) {
            throw new LawBrokenException(BOUNDS,
                    node + " has " + protocol.unfinishedBlocks() + " unfinished blocks");
        }
        if (protocol.rounds() < watched.rounds) {
            throw new LawBrokenException(ROUNDS, node + " went from " + watched.rounds + " to " + protocol.rounds());
        }
        watched.rounds = protocol.rounds();
    }

    private Watched watched(PeerId node) {
        Watched watched = nodes.get(node);
        if (watched == null) {
            watched = new Watched();
            nodes.put(node, watched);
        }
        return watched;
    }

    private void moved(PeerId node, PeerId peer, TransferId transfer, boolean first, long peerIncarnation, long mass) {
        if (peerIncarnation == Incarnations.UNKNOWN) {
            throw new IllegalArgumentException("Transfers happen when a frame comes, and not otherwise");
        }
        if (distrusted.contains(node)) {
            distrustedMass += mass;
            return;
        }
        boolean alone = distrusted.contains(peer);
        ConversationKey conversation = transfer.conversation();
        long sequence = conversation.sequence();
        boolean initiates = conversation.initiator().equals(node);
        Pair pair = new Pair(conversation.kind(), conversation.initiator(), conversation.incarnation(),
                initiates ? peer : node, initiates ? peerIncarnation : incarnations.of(node));
        Transfers between = transfers.computeIfAbsent(pair, unused -> new Transfers());
        boolean once = first
                ? alone
                        ? between.debitAlone(sequence, transfer.block())
                        : between.debit(sequence, transfer.block(), mass)
                : between.credit(sequence, transfer.block());
        if (!once) {
            throw new LawBrokenException(ONCE, node + " moved again for block " + transfer.block()
                    + " of conversation " + sequence + " of " + pair.initiator + " with " + pair.responder);
        }
        if (alone) {
            distrustedMass += mass;
        } else if (first) {
            openMass += mass;
        } else {
            OptionalLong debited = between.complete(sequence, transfer.block());
            if (debited.isEmpty() || debited.getAsLong() + mass != 0) {
                throw new LawBrokenException(NEGATIVES, "Block " + transfer.block() + " of conversation " + sequence
                        + " of " + pair.initiator + " with " + pair.responder + ": credited by " + mass
                        + " units, debited by " + (debited.isEmpty() ? "none" : debited.getAsLong()));
            }
            openMass -= debited.getAsLong();
        }
    }

    /**
     * A message comes out of the network.
     *
     * @param parted whether a partition that is not over keeps the two apart, by what the scenario says
     */
    public void arrived(PeerId from, PeerId to, boolean parted) {
        if (parted) {
            throw new LawBrokenException(LINKS, "A message of " + from + " reached " + to);
        }
    }

    /**
     * A node came back.
     *
     * @param saved  a number over the replica and its rounds when the checkpoint was taken; equal for equal ones
     * @param loaded the same, of what the node begins with
     */
    public void restarted(PeerId node, long saved, long loaded) {
        if (saved != loaded) {
            throw new LawBrokenException(RESTART, node + " came back with another replica than it had saved");
        }
    }

    /**
     * A node crashed, or came back from a checkpoint: what lies between its last state and the one that it has now is
     * written off.
     */
    public void wroteOff(PeerId node, long transferredMassLost) {
        writtenOffMass += transferredMassLost;
        watched(node).rounds = 0;
    }

    /**
     * Now and then: whether all nodes still know of what peers have applied in the exchanges that they started.
     *
     * @param unfinishedBlocks that a node knows of
     */
    public void auditUnfinished(ToIntFunction<PeerId> unfinishedBlocks) {
        Map<PeerId, Integer> applied = new TreeMap<>();
        transfers.forEach((pair, between) -> {
            if (between.open() > 0 && pair.initiatorIncarnation == incarnations.of(pair.initiator)
                    && pair.responderIncarnation == incarnations.of(pair.responder)) {
                applied.merge(pair.initiator, between.open(), Integer::sum);
            }
        });
        applied.forEach((initiator, blocks) -> {
            int known = unfinishedBlocks.applyAsInt(initiator);
            if (blocks > known) {
                throw new LawBrokenException(FINISHED, "Peers have applied " + blocks + " blocks of exchanges of "
                        + initiator + ", which knows of " + known + " unfinished ones");
            }
        });
    }

    /** Checks, now and then, whether messages beget ever more messages. */
    public void auditUnderWay(UnderWay counted) {
        counted.audit();
    }

    /** Checks, now and then, what would be too slow to check after each step. */
    public void audit(List<PublishedParameters> replicas) {
        long exchanged = 0;
        for (PublishedParameters replica : replicas) {
            if (!replica.balances()) {
                throw new LawBrokenException(SUM, "A node's accounts do not add up");
            }
            for (int units : replica.units()) {
                if (units > FixedPoint.LIMIT || units < -FixedPoint.LIMIT) {
                    throw new LawBrokenException(BOUNDS, "A parameter is " + units + " units");
                }
            }
            exchanged += transferredMass(replica);
        }
        if (exchanged + writtenOffMass - distrustedMass != openMass) {
            throw new LawBrokenException(SUM,
                    "Transfers moved the sum by " + (exchanged + writtenOffMass - distrustedMass)
                            + " units, of which " + openMass + " have no credit yet");
        }
    }

    /** Sum of all that transfers have added to a replica, including transfers whose other side died. */
    public static long transferredMass(PublishedParameters replica) {
        return replica.exchangedMass() + replica.ledger().total(Ledger.Reason.ORPHANED).mass();
    }
}
