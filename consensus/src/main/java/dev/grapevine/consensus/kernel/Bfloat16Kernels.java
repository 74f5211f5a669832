package dev.grapevine.consensus.kernel;

import dev.grapevine.consensus.bits.Bfloat16;

/**
 * Units and floats as {@link Bfloat16}, two bytes each, and back: the arithmetic of the codec and the compressor
 * {@code bf16}.
 *
 * <p>{@link ScalarBfloat16Kernels} says what each operation means, {@link PanamaBfloat16Kernels} does it with the
 * Vector API; both give the same bits. They hold no state, may be used by any thread, and allocate nothing.
 */
public interface Bfloat16Kernels {

    /** The fastest implementation that this virtual machine offers. */
    static Bfloat16Kernels best() {
        return KernelFamilies.BFLOAT16;
    }

    /** The implementation in plain Java, to compare with. */
    static Bfloat16Kernels scalar() {
        return new ScalarBfloat16Kernels();
    }

    /** Writes floats, which are finite and not among the very largest, and replaces them by the rounded ones. */
    void encode(float[] values, int offset, int length, byte[] payload, int payloadOffset);

    /**
     * Reads floats.
     *
     * @return false if one is NaN or its magnitude is more than {@code most}
     */
    boolean decode(byte[] payload, int payloadOffset, int length, float most, float[] values);

    /** Writes units. */
    void encode(int[] units, int offset, int length, byte[] payload, int payloadOffset);

    /** Reads units of at most twice the range of parameters; false if any is out of range. */
    boolean decode(byte[] payload, int payloadOffset, int length, int[] units);

    /**
     * Reads units within the range of parameters and subtracts the local ones, rounded likewise; false if any is out
     * of range.
     */
    boolean subtract(byte[] payload, int payloadOffset, int[] own, int offset, int length, int[] difference);
}
