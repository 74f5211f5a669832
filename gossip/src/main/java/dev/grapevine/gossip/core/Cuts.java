package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Optional;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.conversation.RoundTrip;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * The whole state of a node that takes part, as bytes and back: one consistent cut between two events.
 *
 * <p>Read back under the same incarnation it goes on as if nothing had happened, which is how determinism is checked
 * and runs are replayed. Under a later one it is a restart: what was unfinished is void, and so are grudges and clocks.
 */
final class Cuts {

    private static final int VERSION = 2;
    /** What a cut takes as a rule; it may take more. */
    private static final int PARAMETER_BYTES = 3 * Integer.BYTES;
    private static final int PEER_BYTES = 32;

    private Cuts() {}

    static byte[] save(NodeState node) {
        RunState run = node.run;
        int[] units = run.replica.units();
        Output out = new Output(PARAMETER_BYTES * units.length + PEER_BYTES * (1 + node.incarnations.count()), -1);
        out.writeByte(VERSION);
        out.writeVarLong(node.incarnation, true);
        out.writeLong(run.charterFingerprint);
        out.writeInts(units, 0, units.length);
        out.writeLong(run.replica.initialMass());
        out.writeLong(run.replica.trainedMass());
        out.writeLong(run.replica.exchangedMass());
        for (Ledger.Reason reason : Ledger.Reason.values()) {
            out.writeLong(run.replica.ledger().total(reason).count());
            out.writeLong(run.replica.ledger().total(reason).mass());
        }
        out.writeInts(run.served.updates(), 0, run.served.updates().length);
        out.writeFloats(run.served.values(), 0, units.length);
        int[] scale = run.scale.save();
        out.writeInts(scale, 0, scale.length);
        run.rounds.save(out);
        saveLife(node, out);
        return out.toBytes();
    }

    /** What only matters to the same incarnation. */
    private static void saveLife(NodeState node, Output out) {
        out.writeByte(node.phase.ordinal());
        out.writeVarInt(node.roundsSinceMerge, true);
        out.writeString(node.keptFor.map(PeerId::text).orElse(null));
        out.writeLong(node.keptUntil.toNanos());
        out.writeBoolean(node.paused);
        out.writeBoolean(node.tableFull);
        out.writeBoolean(node.checkpointWanted);
        out.writeLong(node.lastCheckpoint.toNanos());
        out.writeLong(node.lastStartOfExchanges.map(Duration::toNanos).orElse(-1L));
        out.writeLong(node.peerChoice.state());
        out.writeVarInt(node.live.known().size(), true);
        node.live.known().forEach(peer -> {
            out.writeString(peer.text());
            out.writeBoolean(node.live.contains(peer));
        });
        out.writeVarLong(node.turns.turns(), true);
        out.writeVarLong(1 + node.turns.stableTurns(node.view()), true);
        out.writeVarInt(node.incompatible.size(), true);
        node.incompatible.forEach(peer -> out.writeString(peer.text()));
        out.writeVarInt(node.incarnations.count(), true);
        node.incarnations.forEach((peer, incarnation) -> {
            out.writeString(peer.text());
            out.writeVarLong(incarnation, true);
        });
        out.writeVarInt(node.standing.count(), true);
        node.standing.forEach((peer, faults, bans, ignoredUntil) -> {
            out.writeString(peer.text());
            out.writeVarInt(faults, true);
            out.writeVarInt(bans, true);
            out.writeLong(ignoredUntil.toNanos());
        });
        out.writeVarInt(node.backoff.count(), true);
        node.backoff.forEach((peer, failures, until) -> {
            out.writeString(peer.text());
            out.writeVarInt(failures, true);
            out.writeLong(until.toNanos());
        });
        node.roundTrip.save(out);
        node.exchanges.save(out);
        node.run.pacer.ifPresent(pacer -> pacer.save(out));
        node.run.tokens.ifPresent(account -> out.writeVarInt(account.tokens(), true));
        out.writeVarInt(node.exchangesWanted, true);
        node.run.codings.save(out);
        out.writeVarInt(node.run.shares.count(), true);
        node.run.shares.forEach((peer, shares) -> {
            out.writeString(peer.text());
            byte[] bytes = shares.toBytes();
            out.writeVarInt(bytes.length, true);
            out.writeBytes(bytes);
        });
    }

    /** Reads a cut into the state of a protocol that was just made with the same plan. */
    static void restore(NodeState node, byte[] cut) {
        Input in = new Input(cut);
        try {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("The checkpoint is of another version of the protocol");
            }
            boolean sameLife = in.readVarLong(true) == node.incarnation;
            RunState begun = node.run;
            if (in.readLong() != begun.charterFingerprint) {
                throw new IllegalArgumentException("The checkpoint belongs to a run with another charter");
            }
            int parameters = begun.replica.blocks().parameters();
            PublishedParameters replica = new PublishedParameters(begun.replica.blocks(), in.readInts(parameters));
            replica.restoreAccounts(in.readLong(), in.readLong(), in.readLong());
            for (Ledger.Reason reason : Ledger.Reason.values()) {
                replica.ledger().restore(reason, new Ledger.Total(in.readLong(), in.readLong()));
            }
            node.run = new RunState(begun.plan, replica, begun.rounds);
            int[] updates = in.readInts(replica.blocks().count());
            node.run.served.restore(in.readFloats(parameters), updates);
            node.run.scale.restore(in.readInts(replica.blocks().count()));
            node.run.rounds.restore(in, sameLife);
            if (sameLife) {
                restoreLife(node, in);
            } else {
                replica.ledger().enter(Ledger.Reason.RESTARTED, 0);
                node.phase = PeerProtocol.Phase.CATCHING_UP;
            }
        } catch (KryoException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The checkpoint is damaged: " + e.getMessage(), e);
        }
    }

    private static void restoreLife(NodeState node, Input in) {
        node.phase = PeerProtocol.Phase.values()[in.readByte()];
        node.roundsSinceMerge = in.readVarInt(true);
        node.keptFor = Optional.ofNullable(in.readString()).map(PeerId::new);
        node.keptUntil = Duration.ofNanos(in.readLong());
        node.paused = in.readBoolean();
        node.tableFull = in.readBoolean();
        node.checkpointWanted = in.readBoolean();
        node.lastCheckpoint = Duration.ofNanos(in.readLong());
        long lastStart = in.readLong();
        node.lastStartOfExchanges = lastStart < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(lastStart));
        node.peerChoice = RandomStream.restore(node.peerChoice.seed(), in.readLong());
        for (int left = readCount(in); left > 0; left--) {
            PeerId peer = new PeerId(in.readString());
            node.live.add(peer);
            if (!in.readBoolean()) {
                node.live.remove(peer);
            }
        }
        node.turns.restore(in.readVarLong(true), in.readVarLong(true) - 1, node.view());
        for (int left = readCount(in); left > 0; left--) {
            node.incompatible.add(new PeerId(in.readString()));
        }
        for (int left = readCount(in); left > 0; left--) {
            node.incarnations.heard(new PeerId(in.readString()), in.readVarLong(true));
        }
        for (int left = readCount(in); left > 0; left--) {
            node.standing.restore(new PeerId(in.readString()), in.readVarInt(true), in.readVarInt(true),
                    Duration.ofNanos(in.readLong()));
        }
        for (int left = readCount(in); left > 0; left--) {
            node.backoff.restore(new PeerId(in.readString()), in.readVarInt(true), Duration.ofNanos(in.readLong()));
        }
        node.roundTrip = RoundTrip.restore(in);
        node.exchanges.restore(in);
        node.run.pacer.ifPresent(pacer -> pacer.restore(in));
        node.run.tokens.ifPresent(account -> account.restore(in.readVarInt(true)));
        node.exchangesWanted = in.readVarInt(true);
        node.run.codings.restore(in);
        for (int left = readCount(in); left > 0; left--) {
            node.run.shares.told(new PeerId(in.readString()), ClassShares.ofBytes(BoundedInput.bytes(in)));
        }
    }

    private static int readCount(Input in) {
        return BoundedInput.upTo(in, BoundedInput.remaining(in), "count");
    }
}
