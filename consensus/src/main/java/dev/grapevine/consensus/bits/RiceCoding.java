package dev.grapevine.consensus.bits;

import dev.grapevine.consensus.units.Lattice;

/**
 * Differences of lattice points in as few bits as they need: most are 0 or ±1 steps, however far the lattice reaches.
 *
 * <p>A difference of <i>d</i> steps becomes the number <i>u</i> = 2<i>d</i> for <i>d</i> ≥ 0 and −2<i>d</i> − 1
 * below, which {@link BitWriter#writeRice(int, int)} writes with a parameter <i>k</i>. The <i>k</i> that suits the block
 * is in the first byte; {@value #PLAIN} there says that the differences follow with all their bits, which bounds the
 * size.
 *
 * <p>Source: R. F. Rice, "Some Practical Universal Noiseless Coding Techniques", JPL 1979.
 */
public final class RiceCoding {

    private static final int PLAIN = 255;
    private static final int PARAMETER_MAX = 30;
    /** Numbers of at most this many bits can be summed by the thousand in an int. */
    private static final int SHORT_BITS = 20;

    private RiceCoding() {}

    /** Upper bound on the bytes of {@code length} differences on a lattice of {@code bits} bits. */
    public static int bytesMax(int bits, int length) {
        return 1 + BitWriter.bytes(bits, length);
    }

    /**
     * Writes differences, which are on the lattice.
     *
     * @param difference in units; the same afterwards
     * @return bytes written, at most {@link #bytesMax}
     */
    public static int encode(int[] difference, int length, Lattice lattice, byte[] target, int offset) {
        fold(difference, length, lattice);
        int parameter = parameter(sum(difference, length, 0, lattice), length);
        long bits = (long) length * (parameter + 1) + sum(difference, length, parameter, lattice);
        int bytes = (int) Math.min(Integer.MAX_VALUE, 1 + (bits + 7) / 8);
        if (bytes > bytesMax(lattice.bits(), length)) {
            bytes = bytesMax(lattice.bits(), length);
            target[offset] = (byte) PLAIN;
            BitWriter writer = new BitWriter(target, offset + 1);
            for (int i = 0; i < length; i++) {
                writer.write(unfolded(difference[i]), lattice.bits());
            }
            writer.finish();
        } else {
            target[offset] = (byte) parameter;
            BitWriter writer = new BitWriter(target, offset + 1);
            writer.writeRice(difference, length, parameter);
            writer.finish();
        }
        unfold(difference, length, lattice);
        return bytes;
    }

    /** The sum of all numbers without their lowest bits. */
    private static long sum(int[] folded, int length, int lowBits, Lattice lattice) {
        long sum = 0;
        if (lattice.bits() > SHORT_BITS) {
            for (int i = 0; i < length; i++) {
                sum += (folded[i] & 0xffff_ffffL) >>> lowBits;
            }
            return sum;
        }
        // In parts that an int has room for: these are summed several at once.
        for (int from = 0; from < length; from += 1 << (31 - SHORT_BITS)) {
            int part = 0;
            for (int i = from; i < Math.min(length, from + (1 << (31 - SHORT_BITS))); i++) {
                part += folded[i] >>> lowBits;
            }
            sum += part;
        }
        return sum;
    }

    /** The parameter for which numbers of this sum take the fewest bits, or nearly so. */
    private static int parameter(long sum, int length) {
        // For a geometric distribution of mean m it is about log₂(m · ln 2), rounded up.
        int parameter = 0;
        while (parameter < PARAMETER_MAX && (long) length << (parameter + 1) < sum + sum / 2) {
            parameter++;
        }
        return parameter;
    }

    /**
     * Reads differences.
     *
     * @return false if the bytes are not exactly those of that many differences within the lattice's reach
     */
    public static boolean decode(byte[] source, int offset, int bytes, int length, Lattice lattice, int[] difference) {
        if (bytes < 1) {
            return false;
        }
        int parameter = source[offset] & 0xff;
        BitReader reader = new BitReader(source, offset + 1, bytes - 1);
        if (parameter == PLAIN) {
            if (bytes != bytesMax(lattice.bits(), length)) {
                return false;
            }
            int unused = Integer.SIZE - lattice.bits();
            for (int i = 0; i < length; i++) {
                difference[i] = folded((int) reader.read(lattice.bits()) << unused >> unused);
            }
        } else if (parameter > PARAMETER_MAX
                || !reader.readRice(parameter, length, difference) || !reader.isFinished()
                || !areWithin(difference, length, lattice)) {
            return false;
        }
        unfold(difference, length, lattice);
        return true;
    }

    private static boolean areWithin(int[] folded, int length, Lattice lattice) {
        if (lattice.bits() == Integer.SIZE) {
            return true;
        }
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= folded[i];
        }
        return all >>> lattice.bits() == 0;
    }

    private static void fold(int[] difference, int length, Lattice lattice) {
        int exponent = lattice.stepExponent();
        int divisor = lattice.stepDivisor();
        int half = divisor == 1 ? 0 : 1 << (exponent - 1);
        for (int i = 0; i < length; i++) {
            difference[i] = folded((difference[i] * divisor + half) >> exponent);
        }
    }

    private static void unfold(int[] difference, int length, Lattice lattice) {
        if (lattice.stepDivisor() == 1) {
            int exponent = lattice.stepExponent();
            int most = Integer.MAX_VALUE >> exponent;
            for (int i = 0; i < length; i++) {
                difference[i] = Math.min(unfolded(difference[i]), most) << exponent;
            }
        } else {
            float step = lattice.stepUnits();
            for (int i = 0; i < length; i++) {
                difference[i] = (int) (unfolded(difference[i]) * step);
            }
        }
    }

    private static int folded(int steps) {
        return steps << 1 ^ steps >> 31;
    }

    private static int unfolded(int folded) {
        return folded >>> 1 ^ -(folded & 1);
    }
}
