package dev.grapevine.node.spare;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A device's private key as words that can be read out: 16 for the key and 2 for a CRC-32C of it, each of five letters for 16
 * bits, consonants and vowels by turns (proquints: D. S. Wilkerson, A Proposal for Proquints, 2009). One wrong word, and two
 * neighbours in the wrong order, are always told; any other mistake but once in 2³². Sentences tell where a mistake is and
 * never what was typed: it is secret. Thread-safe.
 */
public final class RecoveryPhrase {

    public static final int WORDS = 18;

    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiou";
    private static final int LETTERS = 5;
    private static final int CONSONANT_BITS = 4;
    private static final int VOWEL_BITS = 2;
    private static final int WORDS_IN_LINE = 6;
    private static final String BETWEEN = "[\\s,.;-]+";
    /** Nobody types more; a pipe may have anything. */
    static final int MAX_LENGTH = 4096;

    private RecoveryPhrase() {}

    /** The phrase, in lines of six words. Secret. */
    public static String of(DeviceKey key) {
        byte[] seed = key.seed();
        ByteBuffer bits = ByteBuffer.allocate(WORDS * Short.BYTES).put(seed).putInt(checksum(seed)).flip();
        StringBuilder phrase = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            phrase.append(i == 0 ? "" : i % WORDS_IN_LINE == 0 ? "\n" : " ").append(word(bits.getShort() & 0xffff));
        }
        return phrase.toString();
    }

    private static String word(int bits) {
        StringBuilder word = new StringBuilder();
        int left = Short.SIZE;
        for (int i = 0; i < LETTERS; i++) {
            String letters = i % 2 == 0 ? CONSONANTS : VOWELS;
            left -= i % 2 == 0 ? CONSONANT_BITS : VOWEL_BITS;
            word.append(letters.charAt(bits >>> left & letters.length() - 1));
        }
        return word.toString();
    }

    /**
     * The key of a phrase as somebody has typed it: case, line ends and what stands between the words do not matter.
     *
     * @throws UserMistakeException if it is mistyped, with where as far as is known
     */
    public static DeviceKey read(String typed) {
        if (typed.length() > MAX_LENGTH) {
            throw new UserMistakeException("The phrase has more than " + MAX_LENGTH + " letters: allowed are " + WORDS
                    + " words of " + LETTERS);
        }
        List<String> words = new ArrayList<>(Arrays.asList(typed.toLowerCase(Locale.ROOT).split(BETWEEN)));
        words.removeIf(String::isEmpty);
        ByteBuffer bits = ByteBuffer.allocate(WORDS * Short.BYTES);
        for (int i = 0; i < Math.min(words.size(), WORDS); i++) {
            bits.putShort((short) value(words.get(i), i + 1));
        }
        if (words.size() != WORDS) {
            throw new UserMistakeException("The phrase has " + words.size() + " words: allowed are " + WORDS
                    + ", as './grapevine identity backup' has printed them");
        }
        byte[] seed = new byte[DeviceKey.SEED_BYTES];
        bits.flip().get(seed);
        if (bits.getInt() != checksum(seed)) {
            throw new UserMistakeException("The phrase is mistyped: a word of it is another one, or stands elsewhere;"
                    + " compare it with what './grapevine identity backup' has printed");
        }
        DeviceKey key = DeviceKey.create(new SeedBytes(seed));
        if (!Arrays.equals(key.seed(), seed)) {
            throw new IllegalStateException("This Java makes keys in another way");
        }
        return key;
    }

    /** Whether more may be typed: not after the end of the line in which the last word stands. */
    public static boolean mayGoOn(CharSequence typed) {
        String text = typed.toString();
        return text.length() <= MAX_LENGTH
                && (!text.endsWith("\n") || text.strip().split(BETWEEN).length < WORDS);
    }

    private static int value(String word, int number) {
        int bits = 0;
        boolean isWord = word.length() == LETTERS;
        for (int i = 0; isWord && i < LETTERS; i++) {
            int value = (i % 2 == 0 ? CONSONANTS : VOWELS).indexOf(word.charAt(i));
            bits = bits << (i % 2 == 0 ? CONSONANT_BITS : VOWEL_BITS) | value;
            isWord = value >= 0;
        }
        if (!isWord) {
            throw new UserMistakeException("The phrase is mistyped in word " + number + ": allowed are " + LETTERS
                    + " letters, consonants of " + CONSONANTS + " and vowels of " + VOWELS + " by turns");
        }
        return bits;
    }

    private static int checksum(byte[] seed) {
        CRC32C checksum = new CRC32C();
        checksum.update(seed);
        return (int) checksum.getValue();
    }
}
