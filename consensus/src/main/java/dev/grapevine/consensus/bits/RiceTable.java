package dev.grapevine.consensus.bits;

/**
 * The Rice-coded numbers that are whole within the next {@value #BITS} bits, looked up at once. Short numbers are found
 * several at a time.
 */
final class RiceTable {

    /** The bits that the table is asked by, and the most numbers that it gives. */
    static final int BITS = 10;
    /** The largest parameter with a table: for larger ones hardly more than one number fits {@value #BITS} bits. */
    static final int PARAMETER_MAX = 2;

    private static final int NUMBER_BITS = 5;
    private static final int COUNT_BITS = 4;
    private static final long[][] ENTRIES = entries();

    private RiceTable() {}

    /** The entries for a parameter up to {@link #PARAMETER_MAX}, by the next bits. */
    static long[] of(int parameter) {
        return ENTRIES[parameter];
    }

    /** The number of numbers that are whole in the bits of an entry. */
    static int count(long entry) {
        return (int) entry & (1 << COUNT_BITS) - 1;
    }

    /** The bits that these numbers take. */
    static int bits(long entry) {
        return (int) (entry >>> COUNT_BITS) & (1 << COUNT_BITS) - 1;
    }

    /** Writes the numbers of an entry; of the {@value #BITS} elements from {@code from} on the others are undefined. */
    static void unpack(long entry, int[] target, int from) {
        long numbers = entry >>> 2 * COUNT_BITS;
        // Also past the count, to be overwritten next time: cheaper than a loop that ends here or there.
        for (int i = 0; i < BITS; i++) {
            target[from + i] = (int) (numbers >>> i * NUMBER_BITS) & (1 << NUMBER_BITS) - 1;
        }
    }

    private static long[][] entries() {
        long[][] tables = new long[PARAMETER_MAX + 1][1 << BITS];
        for (int parameter = 0; parameter <= PARAMETER_MAX; parameter++) {
            for (int bits = 0; bits < 1 << BITS; bits++) {
                long numbers = 0;
                int count = 0;
                int used = 0;
                while (true) {
                    int zeros = Integer.numberOfTrailingZeros(bits >>> used | 1 << BITS);
                    int next = used + zeros + 1 + parameter;
                    if (next > BITS) {
                        break;
                    }
                    long low = bits >>> (used + zeros + 1) & (1 << parameter) - 1;
                    numbers |= ((long) zeros << parameter | low) << (NUMBER_BITS * count);
                    count++;
                    used = next;
                }
                tables[parameter][bits] = numbers << 2 * COUNT_BITS | (long) used << COUNT_BITS | count;
            }
        }
        return tables;
    }
}
