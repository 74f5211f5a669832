package dev.grapevine.consensus.measure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A count sketch of a replica: the distance of two sketches with the same seed estimates that of their replicas. The
 * seed decides which of {@value #SUMS} sums each parameter is added to or subtracted from, so that a peer that does
 * not know the seed cannot be far away in parameters and near in sums. After Charikar, Chen and Farach-Colton,
 * "Finding frequent items in data streams" (2002): the squared distance of two sketches is on average that of their
 * replicas, give or take a quarter.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class ReplicaSketch {

    /** The number of sums. */
    public static final int SUMS = 32;
    /** Length of a sketch on the wire, in bytes. */
    public static final int BYTES = SUMS * Long.BYTES;

    private static final double NEAR_PART = 0.5;

    /** The sums, in units. */
    private final long[] sums;

    private ReplicaSketch(long[] sums) {
        this.sums = sums;
    }

    /**
     * A sketch of all parameters.
     *
     * @param units as many as the model has
     */
    public static ReplicaSketch of(int[] units, long seed) {
        long[] sums = new long[SUMS];
        for (int i = 0; i < units.length; i++) {
            long drawn = mixed(seed + i);
            sums[(int) (drawn & SUMS - 1)] += drawn < 0 ? -units[i] : units[i];
        }
        return new ReplicaSketch(sums);
    }

    /**
     * Every bit of the result hangs on every bit of the argument: the finalizer of MurmurHash3 (Appleby), as in
     * SplitMix64.
     */
    private static long mixed(long bits) {
        long z = bits * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** The estimated Euclidean distance of the two replicas, in units, from sketches with the same seed. */
    public double distance(ReplicaSketch other) {
        double sum = 0;
        for (int i = 0; i < SUMS; i++) {
            // Foreign ones may be any number.
            double difference = (double) sums[i] - other.sums[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /**
     * Whether two replicas probably belong to the same run: their distance is at most half of the smaller of
     * their distances from the initial parameters.
     *
     * @param initial of the parameters that every node of the run begins with
     */
    public boolean isNear(ReplicaSketch other, ReplicaSketch initial) {
        return distance(other) <= NEAR_PART * Math.min(distance(initial), other.distance(initial));
    }

    /** Orders sketches by distance to another one, nearest first. */
    public static Comparator<ReplicaSketch> nearestTo(ReplicaSketch other) {
        return Comparator.comparingDouble(other::distance);
    }

    /** {@value #BYTES} bytes: the sums, little-endian. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(sums);
        return bytes.array();
    }

    /**
     * The inverse of {@link #toBytes}.
     *
     * @throws IllegalArgumentException if there are not {@value #BYTES}
     */
    public static ReplicaSketch of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A sketch has " + BYTES + " bytes and not " + bytes.length);
        }
        long[] sums = new long[SUMS];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(sums);
        return new ReplicaSketch(sums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplicaSketch sketch && Arrays.equals(sums, sketch.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }
}
