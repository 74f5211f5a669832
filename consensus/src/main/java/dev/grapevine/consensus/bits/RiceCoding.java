package dev.grapevine.consensus.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.grapevine.consensus.units.Lattice;

/**
 * Differences of lattice points in as few bits as they need: most are 0 or ±1 steps, however far the lattice reaches.
 *
 * <p>A difference of <i>d</i> steps becomes the number <i>u</i> = 2<i>d</i> for <i>d</i> ≥ 0 and −2<i>d</i> − 1
 * below; that is written as ⌊<i>u</i> / 2^<i>k</i>⌋ zeros, a one, and the lowest <i>k</i> bits of <i>u</i>. The
 * <i>k</i> that suits the block is in the first byte; {@value #PLAIN} there says that the differences follow with all
 * their bits, which bounds the size. First numbers are in the lowest bits of the first bytes.
 *
 * <p>Source: R. F. Rice, "Some Practical Universal Noiseless Coding Techniques", JPL 1979.
 */
public final class RiceCoding {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PLAIN = 255;
    private static final int PARAMETER_MAX = 30;
    /** Numbers of at most this many bits can be summed by the thousand in an int. */
    private static final int SHORT_BITS = 20;
    /** Numbers written at once where they are short. */
    private static final int TOGETHER = 4;

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
            write(difference, length, parameter, target, offset + 1);
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

    private static void write(int[] folded, int length, int parameter, byte[] target, int offset) {
        int position = offset;
        long pending = 0;
        int pendingBits = 0;
        int ownBits = parameter + 1;
        int i = 0;
        while (i < length) {
            // Before each part fewer than 32 bits are pending, and no part has more than 32.
            if (i + TOGETHER <= length) {
                int zeros0 = folded[i] >>> parameter;
                int zeros1 = folded[i + 1] >>> parameter;
                int zeros2 = folded[i + 2] >>> parameter;
                int zeros3 = folded[i + 3] >>> parameter;
                // Looked at before they are summed: four long ones would not fit an int.
                if ((zeros0 | zeros1 | zeros2 | zeros3) >>> SHORT_BITS == 0
                        && zeros0 + zeros1 + zeros2 + zeros3 + TOGETHER * ownBits <= Integer.SIZE) {
                    int bits0 = zeros0 + ownBits;
                    int bits2 = zeros2 + ownBits;
                    long first = code(folded[i], zeros0, parameter)
                            | code(folded[i + 1], zeros1, parameter) << bits0;
                    long second = code(folded[i + 2], zeros2, parameter)
                            | code(folded[i + 3], zeros3, parameter) << bits2;
                    int firstBits = bits0 + zeros1 + ownBits;
                    pending |= (first | second << firstBits) << pendingBits;
                    pendingBits += firstBits + bits2 + zeros3 + ownBits;
                    i += TOGETHER;
                    if (pendingBits >= Integer.SIZE) {
                        INTS.set(target, position, (int) pending);
                        position += Integer.BYTES;
                        pending >>>= Integer.SIZE;
                        pendingBits -= Integer.SIZE;
                    }
                    continue;
                }
            }
            int zeros = folded[i] >>> parameter;
            for (; zeros >= Integer.SIZE; zeros -= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending = 0;
            }
            long code = code(folded[i], zeros, parameter);
            int codeBits = zeros + ownBits;
            if (codeBits > Integer.SIZE) {
                pending |= (code & 0xffff_ffffL) << pendingBits;
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                code >>>= Integer.SIZE;
                codeBits -= Integer.SIZE;
            }
            pending |= code << pendingBits;
            pendingBits += codeBits;
            i++;
            if (pendingBits >= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
        }
        for (; pendingBits > 0; pendingBits -= Byte.SIZE) {
            target[position++] = (byte) pending;
            pending >>>= Byte.SIZE;
        }
    }

    /** Zeros, fewer than 32, then a one, then the lowest bits. */
    private static long code(int folded, int zeros, int parameter) {
        return ((folded & (1 << parameter) - 1) << 1 | 1L) << zeros;
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
        if (parameter == PLAIN) {
            if (bytes != bytesMax(lattice.bits(), length)) {
                return false;
            }
            BitReader reader = new BitReader(source, offset + 1, bytes - 1);
            int unused = Integer.SIZE - lattice.bits();
            for (int i = 0; i < length; i++) {
                difference[i] = folded((int) reader.read(lattice.bits()) << unused >> unused);
            }
        } else if (parameter > PARAMETER_MAX
                || !RiceReader.read(source, offset + 1, bytes - 1, parameter, length, difference)
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
