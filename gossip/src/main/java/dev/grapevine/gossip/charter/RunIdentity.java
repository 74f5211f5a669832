package dev.grapevine.gossip.charter;

import java.math.BigInteger;

/**
 * The identity that its founder gives a run, so that two that were founded apart by the same terms are not taken for one:
 * 128 bits as 26 digits and letters, of which the first ten tell when it was founded. Of two the smaller text is that of the
 * run that was founded earlier, as far as clocks are right.
 */
public final class RunIdentity {

    /** How long it is. What is much longer is none. */
    public static final int LENGTH = 26;
    /** Those that are not taken for others, in the order of their values. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS_PER_DIGIT = 5;
    private static final int MILLIS_BITS = 48;
    private static final BigInteger LONGS = BigInteger.ONE.shiftLeft(Long.SIZE);

    private RunIdentity() {}

    /**
     * An identity.
     *
     * @param millis  when the run is founded, since 1970; 48 bits of it count
     * @param chance  randomness
     * @param chance2 more of it, of which 16 bits count
     */
    public static String of(long millis, long chance, long chance2) {
        BigInteger value = BigInteger.valueOf(millis & (1L << MILLIS_BITS) - 1).shiftLeft(Short.SIZE)
                .or(BigInteger.valueOf(chance2 & 0xFFFF)).shiftLeft(Long.SIZE)
                .or(BigInteger.valueOf(chance).mod(LONGS));
        StringBuilder text = new StringBuilder(LENGTH);
        for (int digit = LENGTH - 1; digit >= 0; digit--) {
            text.append(DIGITS.charAt(value.shiftRight(digit * BITS_PER_DIGIT).intValue() & DIGITS.length() - 1));
        }
        return text.toString();
    }
}
