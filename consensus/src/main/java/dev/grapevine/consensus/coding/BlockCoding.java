package dev.grapevine.consensus.coding;

import java.util.Optional;

import dev.grapevine.consensus.coding.peer.RandomPeerCoding;
import dev.grapevine.consensus.units.Lattice;

/**
 * How the two ends of an exchange turn a block of their replicas into bytes and back: {@link RandomPeerCoding} where any
 * two may meet, {@link dev.grapevine.consensus.link.LinkCoding} where neighbours remember what they told each other.
 *
 * <p>Whatever is lost on the way between, both ends give the same differences, in units: the responder from
 * {@link #read} and {@link #reply}, the initiator from {@link #readReply}. So both may move by the same fraction of them,
 * one up and one down. Not for several threads at once.
 */
public interface BlockCoding {

    /**
     * A responder's side of a block.
     *
     * @param largest the largest difference before any was cut, in units
     */
    record Reply(byte[] payload, int largest) {}

    /** How many further exchanges under way at once the noise of this coding counts as, see {@link DeltaCodec#damping}. */
    int damping();

    /** The initiator's: the lattice for a first attempt at a block. */
    Lattice firstLattice(int block);

    /** The initiator's: the lattice for the next attempt, after {@link DecodeResult#OUT_OF_REACH}. */
    Lattice nextLattice(Lattice lattice);

    /**
     * The initiator's: its side of a block. May be asked for again, until the reply is read.
     *
     * @param seed of the exchange and block, known to both ends
     */
    byte[] request(int block, Lattice lattice, int seed);

    /**
     * The initiator's: what of its side of a block a responder lacks that could not read an earlier request; empty if it
     * needs all of it.
     *
     * @param earlier the lattice of that request
     */
    default Optional<byte[]> rest(int block, Lattice earlier, Lattice lattice, int seed) {
        return Optional.empty();
    }

    /**
     * The responder's: the request of which it has kept an earlier one and now hears the rest, whatever bytes came; empty
     * if these do not belong together.
     */
    default Optional<byte[]> complete(int block, byte[] request, Lattice earlier, byte[] rest, Lattice lattice) {
        return Optional.empty();
    }

    /**
     * The responder's: reads a request, whatever bytes came.
     *
     * @param difference receives the initiator's values minus the own ones if and only if the answer is
     *                   {@link DecodeResult#DECODED}; {@link #reply} has to follow then
     */
    DecodeResult read(int block, Lattice lattice, int seed, byte[] request, int[] difference);

    /**
     * The responder's: its side of a block that was just read.
     *
     * @param most       how far either end lets the difference move it; what is beyond is cut
     * @param difference is replaced by what the initiator reads
     */
    Reply reply(int block, Lattice lattice, int seed, Cap most, int[] difference);

    /**
     * The initiator's: reads a reply to a request of its own, whatever bytes came.
     *
     * @param asked      in the latest request
     * @param lattice       the one that the reply is for
     * @param difference receives the initiator's values minus the responder's, none of them beyond what was asked
     * @return false if no honest peer sends this; then nothing has changed
     */
    boolean readReply(int block, Asked asked, Lattice lattice, int seed, byte[] reply, int[] difference);
}
