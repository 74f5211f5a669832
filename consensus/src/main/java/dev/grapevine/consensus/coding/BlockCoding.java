package dev.grapevine.consensus.coding;

import java.util.Optional;

import dev.grapevine.consensus.coding.peer.RandomPeerCoding;
import dev.grapevine.consensus.units.Lattice;

/**
 * Turns a block of the replicas at the two ends of an exchange into bytes and back: {@code RandomPeerCoding}
 * between any two nodes, {@code LinkCoding} between neighbours that remember each other's earlier messages.
 *
 * <p>Both ends give the same differences, in units, even if compression loses something: the responder from
 * {@link #read} and {@link #reply}, the initiator from {@link #readReply}. So both may move by the same fraction of
 * them, one up and one down. Not for several threads at once.
 */
public interface BlockCoding {

    /**
     * A responder's side of a block.
     *
     * @param largest the largest difference before any was cut, in units
     */
    record Reply(byte[] payload, int largest) {}

    /** The damping of the mixing step for the noise of this coding, see {@link DeltaCodec#damping}. */
    int damping();

    /** Initiator: the lattice for a first attempt at a block. */
    Lattice firstLattice(int block);

    /** Initiator: the lattice for the next attempt, after {@link DecodeResult#OUT_OF_REACH}. */
    Lattice nextLattice(Lattice lattice);

    /**
     * Initiator: the values of a block. May be called again until the reply is read.
     *
     * @param seed of the exchange and block, known to both ends
     */
    byte[] request(int block, Lattice lattice, int seed);

    /**
     * Initiator: the bits that the responder still lacks after a request that it could not decode; empty if it
     * needs all of them.
     *
     * @param earlier the lattice of that request
     */
    default Optional<byte[]> rest(int block, Lattice earlier, Lattice lattice, int seed) {
        return Optional.empty();
    }

    /**
     * Responder: the whole request, from an earlier one that it kept and the rest that arrived, of any bytes;
     * empty if the two do not belong together.
     */
    default Optional<byte[]> complete(int block, byte[] request, Lattice earlier, byte[] rest, Lattice lattice) {
        return Optional.empty();
    }

    /**
     * Responder: reads a request of any bytes.
     *
     * @param difference receives the initiator's values minus the local ones if and only if the answer is
     *                   {@link DecodeResult#DECODED}; {@link #reply} has to follow then
     */
    DecodeResult read(int block, Lattice lattice, int seed, byte[] request, int[] difference);

    /**
     * Responder: the reply to a request that was just read.
     *
     * @param most       the largest difference that both ends accept; larger ones are cut
     * @param difference is replaced by what the initiator reads
     */
    Reply reply(int block, Lattice lattice, int seed, Cap most, int[] difference);

    /**
     * Initiator: reads a reply, of any bytes, to its own request.
     *
     * @param asked      in the latest request
     * @param lattice       the one that the reply is for
     * @param difference receives the initiator's values minus the responder's, none of them beyond what was asked
     * @return false if no honest peer sends this; then nothing has changed
     */
    boolean readReply(int block, Asked asked, Lattice lattice, int seed, byte[] reply, int[] difference);
}
