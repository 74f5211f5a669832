package dev.grapevine.consensus.link;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.coding.Asked;
import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/**
 * The coding between two neighbours on a static overlay: both remember a reference x̂ of either replica, send only
 * the compressed change C(x − x̂) since, and add it to x̂. The part that the compressor leaves out of one change
 * is still in the next. Both move by the difference of the references, which are identical at both ends.
 *
 * <p>Source: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip Algorithms with
 * Compressed Communication", ICML 2019, algorithm 1 (CHOCO-Gossip), on one edge at a time and with references of the
 * edge instead of the node, since the ends of different edges hear of a node at different times.
 *
 * <p>References start at what all replicas of a run start from. Each block of them counts its updates, and a request
 * says how many it builds on. Where the two ends do not agree on that, because one of them was restarted or had to
 * forget, the responder finds the request {@link DecodeResult#OUT_OF_REACH}, and the initiator's next one starts the
 * block afresh.
 */
public final class LinkCoding implements BlockCoding {

    /** Builds on the references. */
    private static final Lattice GOING_ON = Lattice.NONE;
    /** Starts the references of the block afresh. */
    private static final Lattice AFRESH = new Lattice(0, 0);
    /** A reply's random choices are not those of its request. */
    private static final int REPLY = 0x5bd1_e995;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Compressor compressor;
    private final PublishedParameters replica;
    private final int[] initial;
    private final double factor;
    private final int[] own;
    private final int[] peers;
    private final int[] updates;
    /** Unanswered requests: each has to be repeated byte for byte. */
    private final SortedMap<Integer, byte[]> pending = new TreeMap<>();
    private final float[] change;

    /**
     * @param initial       what all replicas start from, in units; not changed
     * @param consensusStep γ, more than 0, at most 1/2: which part of the difference of the references both ends move
     * by
     */
    public LinkCoding(Compressor compressor, PublishedParameters replica, int[] initial, double consensusStep) {
        if (!(consensusStep > 0 && consensusStep <= 0.5)) {
            throw new IllegalArgumentException("A consensus step of " + consensusStep + ": allowed are up to 0.5");
        }
        this.compressor = compressor;
        this.replica = replica;
        this.initial = initial;
        // Both ends move by the mixing step of a difference: relative to the full one, this makes it γ of the
        // references'.
        this.factor = consensusStep / MixingStep.HALF.gamma();
        this.own = initial.clone();
        this.peers = initial.clone();
        this.updates = new int[replica.blocks().count()];
        this.change = new float[replica.blocks().length(0)];
    }

    /** Bytes of a request for a block of that length at most. */
    public static int requestBytesMax(Compressor compressor, int length) {
        return Integer.BYTES + compressor.bytesMax(length);
    }

    /** The consensus step is chosen for the compressor. */
    @Override
    public int damping() {
        return 0;
    }

    @Override
    public Lattice firstLattice(int block) {
        return updates[block] == 0 ? AFRESH : GOING_ON;
    }

    @Override
    public Lattice nextLattice(Lattice lattice) {
        return AFRESH;
    }

    @Override
    public byte[] request(int block, Lattice lattice, int seed) {
        byte[] known = pending.get(block);
        if (known != null && (lattice.equals(GOING_ON) || updatesOf(known) == 0)) {
            return known;
        }
        if (lattice.equals(AFRESH)) {
            startAfresh(block);
        }
        byte[] request = compressed(block, seed, own);
        pending.put(block, request);
        return request;
    }

    @Override
    public DecodeResult read(int block, Lattice lattice, int seed, byte[] request, int[] difference) {
        if (request.length < Integer.BYTES || updatesOf(request) < 0 || updatesOf(request) == Integer.MAX_VALUE
                || lattice.equals(AFRESH) != (updatesOf(request) == 0)
                || !(lattice.equals(AFRESH) || lattice.equals(GOING_ON))
                || !decode(block, seed, request)) {
            return DecodeResult.MALFORMED;
        }
        if (lattice.equals(GOING_ON) && updatesOf(request) != updates[block]) {
            return DecodeResult.OUT_OF_REACH;
        }
        if (lattice.equals(AFRESH)) {
            startAfresh(block);
        }
        add(block, peers);
        return DecodeResult.DECODED;
    }

    @Override
    public Reply reply(int block, Lattice lattice, int seed, Cap most, int[] difference) {
        byte[] compressed = compressed(block, seed ^ REPLY, own);
        // The other end computes the difference itself, so it has to know this end's cap.
        byte[] reply = Arrays.copyOf(compressed, compressed.length + 1);
        reply[compressed.length] = (byte) most.exponent();
        add(block, own);
        updates[block]++;
        int largest = difference(block, peers, own, most, difference);
        return new Reply(reply, largest);
    }

    @Override
    public boolean readReply(int block, Asked asked, Lattice lattice, int seed, byte[] reply, int[] difference) {
        byte[] request = pending.get(block);
        if (request == null || reply.length <= Integer.BYTES || updatesOf(reply) != updatesOf(request)) {
            return false;
        }
        int exponent = reply[reply.length - 1];
        if (exponent < 0 || exponent > asked.most().exponent()
                || !decode(block, seed ^ REPLY, Arrays.copyOf(reply, reply.length - 1))) {
            return false;
        }
        add(block, peers);
        if (!decode(block, seed, request)) {
            throw new IllegalStateException(compressor.name() + " cannot read what it wrote");
        }
        add(block, own);
        pending.remove(block);
        updates[block] = updatesOf(request) + 1;
        difference(block, own, peers, new Cap(exponent), difference);
        return true;
    }

    /** Whether a request is out that only this object can make sense of the answer to. */
    public boolean isAwaited() {
        return !pending.isEmpty();
    }

    /** The reference of the local replica, identical at the other end: to be read, not changed or kept. */
    public int[] ownReference() {
        return own;
    }

    /** The reference of the other end's replica. */
    public int[] peersReference() {
        return peers;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putInts(own);
        out.putInts(peers);
        out.putInts(updates);
        out.putCount(pending.size());
        pending.forEach((block, bytes) -> {
            out.putCount(block);
            out.putBytes(bytes);
        });
    }

    /** Takes over what was saved of a link with the same compressor and replica. */
    public void restore(StateReader in) {
        System.arraycopy(in.getInts(own.length), 0, own, 0, own.length);
        System.arraycopy(in.getInts(peers.length), 0, peers, 0, peers.length);
        System.arraycopy(in.getInts(updates.length), 0, updates, 0, updates.length);
        pending.clear();
        for (int left = in.getCount(updates.length); left > 0; left--) {
            pending.put(in.getCount(updates.length - 1), in.getBytes());
        }
    }

    private void startAfresh(int block) {
        int offset = replica.blocks().offset(block);
        int length = replica.blocks().length(block);
        System.arraycopy(initial, offset, own, offset, length);
        System.arraycopy(initial, offset, peers, offset, length);
        updates[block] = 0;
        pending.remove(block);
    }

    /**
     * The number of updates that it builds on, and the change of the replica since; {@link #change} is what is read.
     */
    private byte[] compressed(int block, int seed, int[] reference) {
        Blocks blocks = replica.blocks();
        int offset = blocks.offset(block);
        int length = blocks.length(block);
        for (int i = 0; i < length; i++) {
            change[i] = FixedPoint.toFloat(replica.units()[offset + i] - reference[offset + i]);
        }
        byte[] room = new byte[requestBytesMax(compressor, length)];
        INTS.set(room, 0, updates[block]);
        int bytes = compressor.encode(change, 0, length, seed, room, Integer.BYTES);
        return Arrays.copyOf(room, Integer.BYTES + bytes);
    }

    private boolean decode(int block, int seed, byte[] payload) {
        return compressor.decode(payload, Integer.BYTES, payload.length - Integer.BYTES,
                replica.blocks().length(block), seed, change);
    }

    private void add(int block, int[] reference) {
        int offset = replica.blocks().offset(block);
        for (int i = 0; i < replica.blocks().length(block); i++) {
            reference[offset + i] = FixedPoint.clamp((long) reference[offset + i] + FixedPoint.toUnits(change[i]));
        }
    }

    /** Gives the largest before any is cut. */
    private int difference(int block, int[] first, int[] second, Cap most, int[] difference) {
        int offset = replica.blocks().offset(block);
        int length = replica.blocks().length(block);
        for (int i = 0; i < length; i++) {
            difference[i] = (int) (factor * ((long) first[offset + i] - second[offset + i]));
        }
        int largest = Differences.largest(difference, length);
        most.cut(difference, length);
        return largest;
    }

    private static int updatesOf(byte[] payload) {
        return (int) INTS.get(payload, 0);
    }
}
