package dev.grapevine.consensus.coding.peer;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.coding.Asked;
import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.Lattice;

/** The coding between any two nodes, with a {@link DeltaCodec}: only the expected disagreement is remembered. */
public final class RandomPeerCoding implements BlockCoding {

    private final DeltaCodec codec;
    private final PublishedParameters replica;
    private final DisagreementEstimate scale;

    /** @param scale the disagreement that lattices have to reach */
    public RandomPeerCoding(DeltaCodec codec, PublishedParameters replica, DisagreementEstimate scale) {
        this.codec = codec;
        this.replica = replica;
        this.scale = scale;
    }

    @Override
    public int damping() {
        return codec.damping();
    }

    @Override
    public Lattice firstLattice(int block) {
        return codec.firstLattice(scale.expected(block));
    }

    @Override
    public Lattice nextLattice(Lattice lattice) {
        return codec.widen(lattice);
    }

    @Override
    public byte[] request(int block, Lattice lattice, int seed) {
        Blocks blocks = replica.blocks();
        int length = blocks.length(block);
        byte[] room = new byte[codec.valueBytesMax(lattice, length)];
        return Arrays.copyOf(room,
                codec.encodeValues(replica.units(), blocks.offset(block), length, lattice, seed, room, 0));
    }

    @Override
    public Optional<byte[]> rest(int block, Lattice earlier, Lattice lattice, int seed) {
        return codec.highBits(request(block, lattice, seed), lattice, earlier, replica.blocks().length(block));
    }

    @Override
    public Optional<byte[]> complete(int block, byte[] request, Lattice earlier, byte[] rest, Lattice lattice) {
        return codec.complete(request, earlier, rest, lattice, replica.blocks().length(block));
    }

    @Override
    public DecodeResult read(int block, Lattice lattice, int seed, byte[] request, int[] difference) {
        Blocks blocks = replica.blocks();
        return codec.accepts(lattice)
                ? codec.difference(request, 0, request.length, replica.units(), blocks.offset(block),
                        blocks.length(block), lattice, seed, difference)
                : DecodeResult.MALFORMED;
    }

    @Override
    public Reply reply(int block, Lattice lattice, int seed, Cap most, int[] difference) {
        int length = replica.blocks().length(block);
        int largest = Differences.largest(difference, length);
        Cap.cut(difference, length, codec.within(lattice, most));
        byte[] room = new byte[codec.differenceBytesMax(lattice, length)];
        int bytes = codec.encodeDifference(difference, length, lattice, seed, room, 0);
        return new Reply(Arrays.copyOf(room, bytes), largest);
    }

    /** A peer cannot move a replica farther than the replica's own request allows, nor than its lattice reaches. */
    @Override
    public boolean readReply(int block, Asked asked, Lattice lattice, int seed, byte[] reply, int[] difference) {
        int length = replica.blocks().length(block);
        return lattice.reach() <= asked.lattice().reach() && codec.accepts(lattice)
                && codec.decodeDifference(reply, 0, reply.length, length, lattice, seed, difference)
                && asked.most().admits(difference, length);
    }
}
