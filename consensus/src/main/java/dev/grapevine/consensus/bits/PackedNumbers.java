package dev.grapevine.consensus.bits;

import dev.grapevine.consensus.kernel.LatticeKernels;
import dev.grapevine.consensus.kernel.ScalarLatticeKernels;

/** Numbers of 1 to 32 bits in the form of {@link LatticeKernels}, one after the other. */
final class PackedNumbers {

    private PackedNumbers() {}

    /** Reads them in their order. */
    static final class Reader {
        private final byte[] source;
        private final int offset;
        private final int bits;
        private final int grouped;
        private final BitPacking.Reader rest;
        private int next;

        /** @param length how many there are */
        Reader(byte[] source, int offset, int bits, int length) {
            this.source = source;
            this.offset = offset;
            this.bits = bits;
            this.grouped = length - length % LatticeKernels.GROUP;
            this.rest = new BitPacking.Reader(source, offset + BitPacking.bytes(bits, grouped), bits);
        }

        /** The next number, without sign. */
        int read() {
            return next < grouped
                    ? ScalarLatticeKernels.get(source, offset, next++, bits) & -1 >>> (Integer.SIZE - bits)
                    : rest.read();
        }
    }

    /** Writes them in their order. */
    static final class Writer {
        private final byte[] target;
        private final int offset;
        private final int bits;
        private final int grouped;
        private final BitPacking.Writer rest;
        private int next;

        /**
         * @param target of zeros
         * @param length how many there will be
         */
        Writer(byte[] target, int offset, int bits, int length) {
            this.target = target;
            this.offset = offset;
            this.bits = bits;
            this.grouped = length - length % LatticeKernels.GROUP;
            this.rest = new BitPacking.Writer(target, offset + BitPacking.bytes(bits, grouped), bits);
        }

        /** Writes the lowest bits of a number. */
        void write(int number) {
            if (next < grouped) {
                ScalarLatticeKernels.put(target, offset, next++, bits, number);
            } else {
                rest.write(number);
            }
        }

        void finish() {
            rest.finish();
        }
    }
}
