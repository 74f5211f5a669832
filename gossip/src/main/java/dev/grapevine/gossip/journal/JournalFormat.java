package dev.grapevine.gossip.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Magic number at the start of a segment: seven letters for a journal, and one for the version of the format. */
public final class JournalFormat {

    /** Length in bytes. */
    public static final int MAGIC_BYTES = 8;

    private static final byte[] JOURNAL = "GRPVJNL".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = '3';
    private static final byte VERSION_01 = '1';

    private JournalFormat() {}

    static byte[] magic() {
        byte[] magic = Arrays.copyOf(JOURNAL, MAGIC_BYTES);
        magic[JOURNAL.length] = VERSION;
        return magic;
    }

    /** Whether a file with these first bytes is a journal, of any version. */
    public static boolean isJournal(byte[] magic) {
        return magic.length >= MAGIC_BYTES
                && Arrays.equals(JOURNAL, 0, JOURNAL.length, magic, 0, JOURNAL.length);
    }

    /** @throws NotAJournalException if this version cannot read what follows; the message says which version can */
    static void require(byte[] magic) throws NotAJournalException {
        if (!isJournal(magic)) {
            throw new NotAJournalException("it does not begin like one");
        }
        byte version = magic[JOURNAL.length];
        if (version != VERSION) {
            throw new NotAJournalException((version == VERSION_01
                    ? "Grapevine 0.1 wrote it"
                    : "another version of Grapevine wrote it")
                    + ", replay it with that version (only the same version repeats the same steps)");
        }
    }
}
