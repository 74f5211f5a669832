package dev.grapevine.gossip.journal;

/** Bytes do not start like a journal segment. The message is a clause with the reason. */
public final class NotAJournalException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotAJournalException(String why) {
        super(why);
    }
}
