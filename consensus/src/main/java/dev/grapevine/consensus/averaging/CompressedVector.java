package dev.grapevine.consensus.averaging;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.FixedPoint;

/**
 * A block of a replica relative to some reference, sent through a compressor and read on the other side. For one thread.
 */
final class CompressedVector {

    private final Compressor compressor;
    private float[] exact = new float[0];
    private float[] read = new float[0];
    private byte[] payload = new byte[0];

    CompressedVector(Compressor compressor) {
        this.compressor = compressor;
    }

    /** Sends the block plus {@code sign} times the reference and says how many bytes that takes. */
    int send(PublishedParameters parameters, int block, int sign, float[] reference, int seed) {
        Blocks blocks = parameters.blocks();
        int offset = blocks.offset(block);
        int length = blocks.length(block);
        if (read.length < length) {
            exact = new float[length];
            read = new float[length];
            payload = new byte[compressor.bytesMax(length)];
        }
        for (int i = 0; i < length; i++) {
            exact[i] = FixedPoint.toFloat(parameters.units()[offset + i]) + sign * reference[i];
        }
        float[] sent = exact.clone();
        int bytes = compressor.encode(sent, 0, length, seed, payload, 0);
        if (!compressor.decode(payload, 0, bytes, length, seed, read)) {
            throw new IllegalStateException("an honest vector was refused by " + compressor.name());
        }
        return bytes;
    }

    /** The vector as the other side read it. */
    float read(int i) {
        return read[i];
    }

    /** The part that compression lost. */
    float lost(int i) {
        return exact[i] - read[i];
    }
}
