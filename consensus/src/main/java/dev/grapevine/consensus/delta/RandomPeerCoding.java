package dev.grapevine.consensus.delta;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
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
    public byte[] reply(int block, Grid grid, int seed, int[] difference) {
        int length = replica.blocks().length(block);
        cut(difference, length, grid, scale.cap(block));
        byte[] room = new byte[codec.differenceBytesMax(grid, length)];
        int bytes = codec.encodeDifference(difference, length, grid, seed, room, 0);
        return Arrays.copyOf(room, bytes);
    }

    /** A peer cannot move a replica farther than the grid of the replica's own request reaches. */
    @Override
    public boolean readReply(int block, Grid asked, Grid grid, int seed, byte[] reply, int[] difference) {
        int length = replica.blocks().length(block);
        return grid.reach() <= asked.reach() && codec.accepts(grid)
                && codec.decodeDifference(reply, 0, reply.length, length, grid, seed, difference);
    }

    /** To what a node takes at its peer's word. Both ends move by what is left. */
    private static void cut(int[] difference, int length, Grid grid, int cap) {
        int most = grid.units((int) (cap / grid.step()));
        for (int i = 0; i < length; i++) {
            difference[i] = Math.max(-most, Math.min(most, difference[i]));
        }
    }
}
