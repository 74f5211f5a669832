package dev.grapevine.gossip.peers;

import java.util.regex.Pattern;

/**
 * The identity of a peer, for as long as its directory lives: restarts and network changes do not change it. Ordered by
 * its text.
 */
public final class PeerId implements Comparable<PeerId> {

    public static final int MAX_LENGTH = 64;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}");

    private final String text;
    /** The first eight letters as a number, in the order of texts: it decides most comparisons. */
    private final long beginning;

    /**
     * @param text 1 to {@value #MAX_LENGTH} letters, digits, dots, dashes and underscores
     */
    public PeerId(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no peer identity: allowed are 1 to " + MAX_LENGTH
                    + " letters, digits, dots, dashes and underscores");
        }
        this.text = text;
        long letters = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            letters = letters << Byte.SIZE | (i < text.length() ? text.charAt(i) : 0);
        }
        this.beginning = letters;
    }

    public String text() {
        return text;
    }

    /** A number in the order of {@link #compareTo}; equal numbers decide nothing. */
    long beginning() {
        return beginning;
    }

    @Override
    public int compareTo(PeerId other) {
        // All letters are ASCII, so no beginning is negative.
        int byBeginning = Long.compare(beginning, other.beginning);
        return byBeginning != 0 || text.length() <= Long.BYTES && other.text.length() <= Long.BYTES
                ? byBeginning
                : text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && id.beginning == beginning && id.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
