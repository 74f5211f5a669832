package dev.grapevine.node.security;

/**
 * Bits as letters that people can read out and type: base 32 with digits and letters without I, L, O and U (D. Crockford).
 * Reading ignores case, dashes and spaces, and takes o as 0, i and l as 1. Thread-safe.
 */
public final class Crockford32 {

    static final int BITS_PER_LETTER = 5;

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Crockford32() {}

    /**
     * The first bits of some bytes as upper-case letters, five bits each. The last letter is filled with zeros.
     *
     * @throws IllegalArgumentException if there are fewer bits
     */
    public static String encode(byte[] bytes, int bits) {
        Bits in = new Bits(bytes, bits);
        StringBuilder text = new StringBuilder();
        while (in.remaining() > 0) {
            int taken = Math.min(BITS_PER_LETTER, in.remaining());
            text.append(LETTERS.charAt((int) in.take(taken) << BITS_PER_LETTER - taken));
        }
        return text.toString();
    }

    /**
     * The bits that {@link #encode} was given, filled with zeros to whole bytes.
     *
     * @throws IllegalArgumentException if a letter is none of them, their number does not fit the bits, or the last
     *                                  letter is not filled with zeros
     */
    public static byte[] decode(String text, int bits) {
        String letters = letters(text);
        if (letters.length() != (bits + BITS_PER_LETTER - 1) / BITS_PER_LETTER) {
            throw new IllegalArgumentException(letters.length() + " letters are not " + bits + " bits");
        }
        Bits all = new Bits();
        for (int i = 0; i < letters.length(); i++) {
            int value = value(letters.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("A letter has no value");
            }
            all.put(value, BITS_PER_LETTER);
        }
        Bits kept = new Bits();
        while (kept.length() < bits) {
            kept.put(all.take(1), 1);
        }
        if (all.take(all.remaining()) != 0) {
            throw new IllegalArgumentException("The last letter says more than " + bits + " bits");
        }
        return kept.toBytes();
    }

    /** A text without dashes and spaces. */
    static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        text.chars().filter(c -> c != '-' && !Character.isWhitespace(c)).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    /** The number that a letter stands for, 0 to 31; −1 if it stands for none. */
    static int value(char letter) {
        return switch (letter) {
            case 'o', 'O' -> 0;
            case 'i', 'I', 'l', 'L' -> 1;
            default -> letter < 128 ? LETTERS.indexOf(Character.toUpperCase(letter)) : -1;
        };
    }
}
