package dev.grapevine.gossip.peers;

import java.util.regex.Pattern;

/**
 * Who a peer is, for as long as its directory lives: restarts and network changes do not change it. Ordered by its text.
 *
 * @param text 1 to {@value #MAX_LENGTH} letters, digits, dots, dashes and underscores
 */
public record PeerId(String text) implements Comparable<PeerId> {

    public static final int MAX_LENGTH = 64;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}");

    public PeerId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no peer identity: allowed are 1 to " + MAX_LENGTH
                    + " letters, digits, dots, dashes and underscores");
        }
    }

    @Override
    public int compareTo(PeerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
