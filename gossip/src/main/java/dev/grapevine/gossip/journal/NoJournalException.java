package dev.grapevine.gossip.journal;

/** Bytes that do not begin as a segment of a journal does; the message is a clause that says why. */
public final class NoJournalException extends Exception {

    private static final long serialVersionUID = 1L;

    public NoJournalException(String why) {
        super(why);
    }
}
