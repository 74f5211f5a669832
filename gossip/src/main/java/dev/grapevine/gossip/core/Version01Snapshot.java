package dev.grapevine.gossip.core;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.snapshot.SnapshotWriter;

/**
 * Reads a snapshot of Grapevine 0.1 and translates what a later incarnation needs: the replica, its accounts, the
 * served average, and the number of rounds.
 */
final class Version01Snapshot {

    /** The first byte of such a snapshot. */
    static final byte VERSION = 2;

    private static final int LEDGER_REASONS = 4;

    private Version01Snapshot() {}

    /** @throws IllegalArgumentException with a clause if it is not a snapshot of a node with this plan */
    static byte[] translate(byte[] snapshot, RunPlan plan) {
        int parameters = plan.initialParameters().length;
        int blocks = new Blocks(parameters, plan.parameters().blockSize()).count();
        SnapshotWriter sections = new SnapshotWriter();
        Input in = new Input(snapshot);
        try {
            in.readByte();
            StateWriter node = sections.section("node", 1);
            node.putCount(in.readVarLong(true));
            node.putCount(Phase.RUNNING.number());
            node.putBoolean(true);
            node.putLong(in.readLong());
            replica(in, parameters, blocks, sections.section("replica", 1));
            rounds(in, parameters, sections.section("rounds", 1));
            return sections.toBytes();
        } catch (KryoException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it is damaged: " + e.getMessage(), e);
        }
    }

    private static void replica(Input in, int parameters, int blocks, StateWriter replica) {
        int[] units = in.readInts(parameters);
        replica.putInts(units);
        replica.putLong(in.readLong());
        replica.putLong(in.readLong());
        replica.putLong(in.readLong());
        replica.putCount(LEDGER_REASONS);
        for (int i = 0; i < LEDGER_REASONS; i++) {
            replica.putLong(in.readLong());
            replica.putLong(in.readLong());
        }
        replica.putInts(in.readInts(blocks));
        replica.putFloats(in.readFloats(parameters));
        scale(in.readInts(blocks), replica);
        // Version 0.1 kept the rounds since a merge elsewhere; and there is nothing to go back to.
        replica.putCount(0);
        replica.putBoolean(true);
        replica.putInts(units);
        replica.putBoolean(true);
        scale(new int[blocks], replica);
    }

    /** Version 0.1 had no caps. */
    private static void scale(int[] expected, StateWriter replica) {
        replica.putInts(expected);
        for (int i = 0; i < expected.length; i++) {
            replica.putCount(0);
        }
        replica.putBytes(new byte[0]);
    }

    private static void rounds(Input in, int parameters, StateWriter rounds) {
        rounds.putCount(in.readVarLong(true));
        rounds.putCount(in.readVarLong(true));
        in.readVarInt(true);
        rounds.putCount(in.readVarInt(true));
        rounds.putDouble(in.readDouble());
        rounds.putDouble(in.readDouble());
        rounds.putCount(in.readVarInt(true));
        boolean running = in.readBoolean();
        rounds.putBoolean(running);
        if (running) {
            rounds.putFloats(in.readFloats(parameters));
        }
    }
}
