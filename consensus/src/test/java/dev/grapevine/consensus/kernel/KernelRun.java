package dev.grapevine.consensus.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One kernel as a function from its inputs to the bits of all that it returned and of all arrays that it was given,
 * whole: whoever compares two answers sees writes outside the slice as well.
 *
 * <p>All NaNs count as one. IEEE 754 leaves open which payload and sign an operation's NaN has, Java does too, and
 * hardware takes it from the first operand, which compilers may swap. Only bfloat16, whose NaNs come from integer
 * arithmetic, is compared bit by bit.
 */
record KernelRun(String name, Body body) {

    /** Calls the kernel; only returns what it returned, if anything. */
    @FunctionalInterface
    interface Body {
        double call(Kernels kernels, KernelInput input);
    }

    private static final double NOTHING = 0;

    static final List<KernelRun> ALL = List.of(
            new KernelRun("dot", (k, in) -> k.dot(in.a(), in.aOffset(), in.b(), in.bOffset(), in.length())),
            new KernelRun("axpy", (k, in) -> {
                k.axpy(in.factor(), in.a(), in.aOffset(), in.b(), in.bOffset(), in.length());
                return NOTHING;
            }), new KernelRun("scale", (k, in) -> {
                k.scale(in.factor(), in.a(), in.aOffset(), in.length());
                return NOTHING;
            }), new KernelRun("sumOfSquares", (k, in) -> k.sumOfSquares(in.a(), in.aOffset(), in.length())),
            new KernelRun("squaredDistance",
                    (k, in) -> k.squaredDistance(in.a(), in.aOffset(), in.b(), in.bOffset(), in.length())),
            new KernelRun("maxAbsoluteDifference",
                    (k, in) -> k.maxAbsoluteDifference(in.a(), in.aOffset(), in.b(), in.bOffset(), in.length())),
            new KernelRun("decayTowards", (k, in) -> {
                k.decayTowards(in.a(), in.aOffset(), in.factor(), in.b(), in.bOffset(), in.length());
                return NOTHING;
            }), new KernelRun("toBfloat16", (k, in) -> {
                k.toBfloat16(in.a(), in.aOffset(), in.halves(), in.bOffset(), in.length());
                return NOTHING;
            }), new KernelRun("fromBfloat16", (k, in) -> {
                k.fromBfloat16(in.halves(), in.bOffset(), in.a(), in.aOffset(), in.length());
                return NOTHING;
            }), new KernelRun("toFloats", (k, in) -> {
                k.toFloats(in.integers(), in.bOffset(), in.factor(), in.a(), in.aOffset(), in.length());
                return NOTHING;
            }));

    /** The bits after a call; the input itself stays as it is. */
    long[] bits(Kernels kernels, KernelInput input) {
        KernelInput copy = input.copy();
        double returned = body.call(kernels, copy);
        IntStream floats = IntStream.concat(bits(copy.a()), bits(copy.b()));
        IntStream halves = IntStream.range(0, copy.halves().length).map(i -> copy.halves()[i]);
        IntStream arrays = IntStream.concat(IntStream.concat(floats, halves), Arrays.stream(copy.integers()));
        return LongStream.concat(LongStream.of(Double.doubleToLongBits(returned)), arrays.asLongStream()).toArray();
    }

    /** Whether two implementations do the same. */
    boolean sameBits(Kernels one, Kernels other, KernelInput input) {
        return Arrays.equals(bits(one, input), bits(other, input));
    }

    private static IntStream bits(float[] values) {
        return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i]));
    }

    @Override
    public String toString() {
        return name;
    }
}
