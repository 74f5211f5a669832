package dev.grapevine.gossip.charter;

import java.math.BigInteger;

/**
 * The identity that a founder gives its run, so that two runs founded apart with the same terms are not confused: 128
 * bits as 26 digits and letters. The first ten encode the time of founding, so the smaller of two texts belongs to the
 * run that was founded earlier, as far as clocks are right.
 */
public final class RunIdentity {

    /** The length of an identity, in characters. A longer text is refused as an identity. */
    public static final int LENGTH = 26;
    /** Crockford's 32 digits and letters: none is easily mistaken for another; in ascending order. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS_PER_DIGIT = 5;
    private static final int MILLIS_BITS = 48;
    private static final BigInteger LONGS = BigInteger.ONE.shiftLeft(Long.SIZE);

    private RunIdentity() {}

    /**
     * Makes an identity.
     *
     * @param millis  time of founding in milliseconds since 1970; 48 bits of it count
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
