package dev.grapevine.testbed.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most floating-point operations that one core does: fused multiply-adds of registers onto so many sums that none has
 * to wait for its last addition, without a load or a store.
 */
final class PeakFlops implements Runnable {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int SUMS = 12;
    private static final int ROUNDS = 100_000;

    /** Operations of one call of {@link #run}. */
    static final double OPERATIONS = 2.0 * SUMS * ROUNDS * FLOATS.length();

    /**
     * A place for the sums, so that the compiler cannot do without them; and not known to it, so that it cannot work them
     * out.
     */
    private final float[] values = new float[FLOATS.length()];

    /** The settings of the measurement here. */
    static YardstickProgram program() {
        return YardstickProgram.here("FMA loop", Runtime.version().toString(),
                "vectors of " + FLOATS.vectorBitSize() + " bits", SUMS + " sums, nothing read or written");
    }

    @Override
    public void run() {
        FloatVector x = FloatVector.fromArray(FLOATS, values, 0);
        FloatVector s0 = x;
        FloatVector s1 = x;
        FloatVector s2 = x;
        FloatVector s3 = x;
        FloatVector s4 = x;
        FloatVector s5 = x;
        FloatVector s6 = x;
        FloatVector s7 = x;
        FloatVector s8 = x;
        FloatVector s9 = x;
        FloatVector s10 = x;
        FloatVector s11 = x;
        for (int i = 0; i < ROUNDS; i++) {
            s0 = s0.fma(x, x);
            s1 = s1.fma(x, x);
            s2 = s2.fma(x, x);
            s3 = s3.fma(x, x);
            s4 = s4.fma(x, x);
            s5 = s5.fma(x, x);
            s6 = s6.fma(x, x);
            s7 = s7.fma(x, x);
            s8 = s8.fma(x, x);
            s9 = s9.fma(x, x);
            s10 = s10.fma(x, x);
            s11 = s11.fma(x, x);
        }
        values[0] = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
                .reduceLanes(VectorOperators.ADD);
    }
}
