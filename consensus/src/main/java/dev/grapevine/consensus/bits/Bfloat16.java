package dev.grapevine.consensus.bits;

/** The upper half of a float: its sign, its exponent and seven bits of its fraction. */
public final class Bfloat16 {

    private Bfloat16() {}

    /** Rounds to nearest, ties to even; for values that are finite and not among the very largest. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        // Adding half a unit, less one where the kept part is even, rounds to nearest with ties to even.
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** The float that the upper half stands for, exactly. */
    public static float toFloat(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
