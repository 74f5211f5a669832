package dev.grapevine.gossip.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The eight letters that a segment begins with: seven for a journal, and one for the form of what follows. */
public final class JournalForm {

    /** How many. */
    public static final int LETTERS = 8;

    private static final byte[] JOURNAL = "GRPVJNL".getBytes(StandardCharsets.US_ASCII);
    private static final byte FORM = '3';
    private static final byte FORM_OF_01 = '1';

    private JournalForm() {}

    static byte[] letters() {
        byte[] letters = Arrays.copyOf(JOURNAL, LETTERS);
        letters[JOURNAL.length] = FORM;
        return letters;
    }

    /** Whether a file with these first bytes is a journal, of whichever version. */
    public static boolean isJournal(byte[] letters) {
        return letters.length >= LETTERS
                && Arrays.equals(JOURNAL, 0, JOURNAL.length, letters, 0, JOURNAL.length);
    }

    /** @throws NoJournalException if what follows these letters cannot be read by this version; it says by which */
    static void require(byte[] letters) throws NoJournalException {
        if (!isJournal(letters)) {
            throw new NoJournalException("it does not begin as one");
        }
        byte form = letters[JOURNAL.length];
        if (form != FORM) {
            throw new NoJournalException((form == FORM_OF_01
                    ? "Grapevine 0.1 wrote it"
                    : "another version of Grapevine wrote it")
                    + ", replay it with that version (a journal repeats exactly what its own version did)");
        }
    }
}
