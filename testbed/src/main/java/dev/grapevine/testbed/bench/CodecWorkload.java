package dev.grapevine.testbed.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;

/**
 * Blocks of normally distributed parameters, ready to be encoded and decoded. Encoders that replace what they are given get a
 * copy of it, which is part of the time. For one thread.
 */
public final class CodecWorkload {

    /** Parameters in a block. */
    public static final int BLOCK = 4096;
    private static final int BLOCKS = 128;

    /** Bytes of float32 that one run of a leg goes through. */
    public static final double INPUT_BYTES = (double) BLOCK * BLOCKS * Float.BYTES;

    /** The size of parameters, and the difference of two replicas: as in a run under way. */
    private static final double PARAMETER = 0.05;
    private static final double DIFFERENCE = 0.002;

    /**
     * One direction of a codec.
     *
     * @param name  what travels
     * @param bytes how many bytes all blocks take
     */
    public record Leg(String name, Runnable encode, Runnable decode, long bytes) {}

    private final float[] vectors = new float[BLOCK * BLOCKS];
    private final float[] copiedVectors = new float[BLOCK * BLOCKS];
    private final int[] theirs = new int[BLOCK * BLOCKS];
    private final int[] own = new int[BLOCK * BLOCKS];
    private final int largestDifference;

    public CodecWorkload() {
        RandomStream random = new RandomStream(1);
        int largest = 0;
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) (DIFFERENCE * random.nextGaussian());
            own[i] = FixedPoint.toUnits((float) (PARAMETER * random.nextGaussian()));
            theirs[i] = own[i] + FixedPoint.toUnits((float) (DIFFERENCE * random.nextGaussian()));
            largest = Math.max(largest, Math.abs(theirs[i] - own[i]));
        }
        largestDifference = largest;
    }

    /** The yardstick: what memory does at best. */
    void copy() {
        for (int block = 0; block < BLOCKS; block++) {
            System.arraycopy(vectors, block * BLOCK, copiedVectors, block * BLOCK, BLOCK);
        }
    }

    /** The only leg of a compressor. */
    public Leg vector(Compressor compressor) {
        byte[][] payloads = new byte[BLOCKS][compressor.bytesMax(BLOCK)];
        int[] bytes = new int[BLOCKS];
        float[] values = new float[BLOCK];
        String name = compressor.name();
        Runnable encode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                System.arraycopy(vectors, block * BLOCK, values, 0, BLOCK);
                bytes[block] = compressor.encode(values, 0, BLOCK, block, payloads[block], 0);
            }
        };
        Runnable decode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                require(compressor.decode(payloads[block], 0, bytes[block], BLOCK, block, values), name);
            }
        };
        encode.run();
        return new Leg("vector", encode, decode, sum(bytes));
    }

    /** The initiator's values. */
    public Leg values(DeltaCodec codec) {
        Lattice grid = grid(codec);
        byte[][] payloads = new byte[BLOCKS][codec.valueBytesMax(grid, BLOCK)];
        int[] bytes = new int[BLOCKS];
        int[] difference = new int[BLOCK];
        String name = codec.name();
        Runnable encode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                bytes[block] = codec.encodeValues(theirs, block * BLOCK, BLOCK, grid, block, payloads[block], 0);
            }
        };
        Runnable decode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                require(codec.difference(payloads[block], 0, bytes[block], own, block * BLOCK, BLOCK, grid, block,
                        difference) == DecodeResult.DECODED, name);
            }
        };
        encode.run();
        return new Leg("values", encode, decode, sum(bytes));
    }

    /** The responder's difference. */
    public Leg difference(DeltaCodec codec) {
        Lattice grid = grid(codec);
        int[][] differences = differences(codec, grid);
        byte[][] payloads = new byte[BLOCKS][codec.differenceBytesMax(grid, BLOCK)];
        int[] bytes = new int[BLOCKS];
        int[] difference = new int[BLOCK];
        String name = codec.name();
        Runnable encode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                System.arraycopy(differences[block], 0, difference, 0, BLOCK);
                bytes[block] = codec.encodeDifference(difference, BLOCK, grid, block, payloads[block], 0);
            }
        };
        Runnable decode = () -> {
            for (int block = 0; block < BLOCKS; block++) {
                require(codec.decodeDifference(payloads[block], 0, bytes[block], BLOCK, grid, block, difference),
                        name);
            }
        };
        encode.run();
        return new Leg("difference", encode, decode, sum(bytes));
    }

    /**
     * The lattice on which all blocks can be read: with two bits the usual grid fails in some, which would be sent again.
     */
    private Lattice grid(DeltaCodec codec) {
        int expected = largestDifference;
        Lattice grid = codec.firstLattice(expected);
        while (read(codec, grid).isEmpty()) {
            expected += expected / 10;
            grid = codec.firstLattice(expected);
        }
        return grid;
    }

    private int[][] differences(DeltaCodec codec, Lattice grid) {
        return read(codec, grid)
                .orElseThrow(() -> new IllegalStateException(codec.name() + " cannot be read on " + grid));
    }

    /** All blocks' differences; empty if one is out of reach. */
    private Optional<int[][]> read(DeltaCodec codec, Lattice grid) {
        byte[] payload = new byte[codec.valueBytesMax(grid, BLOCK)];
        int[][] differences = new int[BLOCKS][BLOCK];
        for (int block = 0; block < BLOCKS; block++) {
            int bytes = codec.encodeValues(theirs, block * BLOCK, BLOCK, grid, block, payload, 0);
            DecodeResult reading = codec.difference(payload, 0, bytes, own, block * BLOCK, BLOCK, grid, block,
                    differences[block]);
            require(reading != DecodeResult.MALFORMED, codec.name());
            if (reading == DecodeResult.OUT_OF_REACH) {
                return Optional.empty();
            }
        }
        return Optional.of(differences);
    }

    /** The root of the squared error of what the other side reads of a vector, over that of the vector. */
    double relativeError(Compressor compressor) {
        byte[] payload = new byte[compressor.bytesMax(BLOCK)];
        double error = 0;
        double squares = 0;
        for (int block = 0; block < BLOCKS; block++) {
            float[] values = Arrays.copyOfRange(vectors, block * BLOCK, (block + 1) * BLOCK);
            compressor.encode(values, 0, BLOCK, block, payload, 0);
            for (int i = 0; i < BLOCK; i++) {
                double exact = vectors[block * BLOCK + i];
                error += (values[i] - exact) * (values[i] - exact);
                squares += exact * exact;
            }
        }
        return Math.sqrt(error / squares);
    }

    /** The same of the difference by which both sides of an exchange move, over the difference of the two. */
    double relativeError(DeltaCodec codec) {
        Lattice grid = grid(codec);
        int[][] differences = differences(codec, grid);
        byte[] payload = new byte[codec.differenceBytesMax(grid, BLOCK)];
        double error = 0;
        double squares = 0;
        for (int block = 0; block < BLOCKS; block++) {
            codec.encodeDifference(differences[block], BLOCK, grid, block, payload, 0);
            for (int i = 0; i < BLOCK; i++) {
                double exact = theirs[block * BLOCK + i] - (double) own[block * BLOCK + i];
                error += (differences[block][i] - exact) * (differences[block][i] - exact);
                squares += exact * exact;
            }
        }
        return Math.sqrt(error / squares);
    }

    /** The legs of a codec, with the Vector API or without. */
    public List<Leg> exchange(String codec, boolean scalar) {
        DeltaCodec chosen = scalar ? DeltaCodecs.scalarByName(codec) : DeltaCodecs.byName(codec);
        return List.of(values(chosen), difference(chosen));
    }

    /** The leg of a compressor, with the Vector API or without. */
    public List<Leg> vector(String compressor, boolean scalar) {
        return List.of(vector(scalar ? Compressors.scalarByName(compressor) : Compressors.byName(compressor)));
    }

    private static void require(boolean isRead, String name) {
        if (!isRead) {
            throw new IllegalStateException(name + " refuses what it has written");
        }
    }

    private static long sum(int[] bytes) {
        return Arrays.stream(bytes).asLongStream().sum();
    }
}
