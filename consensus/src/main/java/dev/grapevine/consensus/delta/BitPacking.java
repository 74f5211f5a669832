package dev.grapevine.consensus.delta;

/** Numbers of a few bits each in a byte array, the first number in the lowest bits of the first byte. */
final class BitPacking {

    private BitPacking() {}

    static int bytes(int bits, int length) {
        return Math.toIntExact(((long) bits * length + 7) / 8);
    }

    /** Appends numbers one after the other. */
    static final class Writer {
        private final byte[] target;
        private final int bits;
        private final long mask;
        private int position;
        private long pending;
        private int pendingBits;

        Writer(byte[] target, int offset, int bits) {
            this.target = target;
            this.position = offset;
            this.bits = bits;
            this.mask = -1L >>> (64 - bits);
        }

        /** Writes the lowest bits of a number. */
        void write(int number) {
            pending |= (number & mask) << pendingBits;
            pendingBits += bits;
            while (pendingBits >= 8) {
                target[position++] = (byte) pending;
                pending >>>= 8;
                pendingBits -= 8;
            }
        }

        void finish() {
            if (pendingBits > 0) {
                target[position++] = (byte) pending;
                pending = 0;
                pendingBits = 0;
            }
        }
    }

    /** Reads numbers one after the other. */
    static final class Reader {
        private final byte[] source;
        private final int bits;
        private final long mask;
        private int position;
        private long pending;
        private int pendingBits;

        Reader(byte[] source, int offset, int bits) {
            this.source = source;
            this.position = offset;
            this.bits = bits;
            this.mask = -1L >>> (64 - bits);
        }

        /** The next number, without sign. */
        int read() {
            while (pendingBits < bits) {
                pending |= (source[position++] & 0xffL) << pendingBits;
                pendingBits += 8;
            }
            int number = (int) (pending & mask);
            pending >>>= bits;
            pendingBits -= bits;
            return number;
        }
    }
}
