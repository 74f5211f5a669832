package dev.grapevine.consensus.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of a few bits each in a byte array, the first number in the lowest bits of the first byte. */
public final class BitPacking {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private BitPacking() {}

    public static int bytes(int bits, int length) {
        return Math.toIntExact(((long) bits * length + 7) / 8);
    }

    /** Appends numbers one after the other. */
    public static final class Writer {
        private final byte[] target;
        private final int bits;
        private final long mask;
        private int position;
        private long pending;
        private int pendingBits;

        public Writer(byte[] target, int offset, int bits) {
            this.target = target;
            this.position = offset;
            this.bits = bits;
            this.mask = -1L >>> (64 - bits);
        }

        /** Writes the lowest bits of a number. */
        public void write(int number) {
            pending |= (number & mask) << pendingBits;
            pendingBits += bits;
            if (pendingBits >= Integer.SIZE) {
                INTS.set(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
        }

        /** Writes the lowest bits of several numbers. */
        public void writeAll(int[] numbers) {
            long word = pending;
            int wordBits = pendingBits;
            for (int number : numbers) {
                word |= (number & mask) << wordBits;
                wordBits += bits;
                if (wordBits >= Integer.SIZE) {
                    INTS.set(target, position, (int) word);
                    position += Integer.BYTES;
                    word >>>= Integer.SIZE;
                    wordBits -= Integer.SIZE;
                }
            }
            pending = word;
            pendingBits = wordBits;
        }

        public void finish() {
            for (; pendingBits > 0; pendingBits -= 8) {
                target[position++] = (byte) pending;
                pending >>>= 8;
            }
            pending = 0;
            pendingBits = 0;
        }
    }

    /** Reads numbers one after the other. */
    public static final class Reader {
        private final byte[] source;
        private final int bits;
        private final long mask;
        private int position;
        private long pending;
        private int pendingBits;

        public Reader(byte[] source, int offset, int bits) {
            this.source = source;
            this.position = offset;
            this.bits = bits;
            this.mask = -1L >>> (64 - bits);
        }

        /** The next number, without sign. */
        public int read() {
            if (pendingBits < bits) {
                fill();
            }
            int number = (int) (pending & mask);
            pending >>>= bits;
            pendingBits -= bits;
            return number;
        }

        /** Four bytes at once, as long as there are four: a caller's next number may lie behind. */
        private void fill() {
            if (position + Integer.BYTES <= source.length) {
                pending |= ((int) INTS.get(source, position) & 0xffff_ffffL) << pendingBits;
                position += Integer.BYTES;
                pendingBits += Integer.SIZE;
            } else {
                while (pendingBits < bits) {
                    pending |= (source[position++] & 0xffL) << pendingBits;
                    pendingBits += 8;
                }
            }
        }
    }
}
