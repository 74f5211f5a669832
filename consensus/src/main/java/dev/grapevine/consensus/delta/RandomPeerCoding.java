package dev.grapevine.consensus.delta;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.Differences;
import dev.grapevine.consensus.parameters.PublishedParameters;

/** For any two nodes, with a {@link DeltaCodec}: nothing is remembered but how far peers are apart. */
public final class RandomPeerCoding implements BlockCoding {

    private final DeltaCodec codec;
    private final PublishedParameters replica;
    private final DisagreementScale scale;

    /** @param scale says how far grids have to reach */
    public RandomPeerCoding(DeltaCodec codec, PublishedParameters replica, DisagreementScale scale) {
        this.codec = codec;
        this.replica = replica;
        this.scale = scale;
    }

    @Override
    public int damping() {
        return codec.damping();
    }

    @Override
    public Grid firstGrid(int block) {
        return codec.firstGrid(scale.expected(block));
    }

    @Override
    public Grid nextGrid(Grid grid) {
        return codec.widen(grid);
    }

    @Override
    public byte[] request(int block, Grid grid, int seed) {
        Blocks blocks = replica.blocks();
        int length = blocks.length(block);
        byte[] room = new byte[codec.valueBytesMax(grid, length)];
        return Arrays.copyOf(room,
                codec.encodeValues(replica.units(), blocks.offset(block), length, grid, seed, room, 0));
    }

    @Override
    public Optional<byte[]> rest(int block, Grid earlier, Grid grid, int seed) {
        return codec.highBits(request(block, grid, seed), grid, earlier, replica.blocks().length(block));
    }

    @Override
    public Optional<byte[]> complete(int block, byte[] request, Grid earlier, byte[] rest, Grid grid) {
        return codec.complete(request, earlier, rest, grid, replica.blocks().length(block));
    }

    @Override
    public Reading read(int block, Grid grid, int seed, byte[] request, int[] difference) {
        Blocks blocks = replica.blocks();
        return codec.accepts(grid)
                ? codec.difference(request, 0, request.length, replica.units(), blocks.offset(block),
                        blocks.length(block), grid, seed, difference)
                : Reading.MALFORMED;
    }

    @Override
    public Reply reply(int block, Grid grid, int seed, Cap most, int[] difference) {
        int length = replica.blocks().length(block);
        int largest = Differences.largest(difference, length);
        Cap.cut(difference, length, codec.within(grid, most));
        byte[] room = new byte[codec.differenceBytesMax(grid, length)];
        int bytes = codec.encodeDifference(difference, length, grid, seed, room, 0);
        return new Reply(Arrays.copyOf(room, bytes), largest);
    }

    /** A peer cannot move a replica farther than the replica's own request allows, nor than its grid reaches. */
    @Override
    public boolean readReply(int block, Asked asked, Grid grid, int seed, byte[] reply, int[] difference) {
        int length = replica.blocks().length(block);
        return grid.reach() <= asked.grid().reach() && codec.accepts(grid)
                && codec.decodeDifference(reply, 0, reply.length, length, grid, seed, difference)
                && asked.most().admits(difference, length);
    }
}
