package dev.grapevine.node.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** A word by which a person means a peer: its identity, the beginning of it, or its name. */
final class PeerWord {

    static final int MIN_LETTERS = 4;

    private static final Pattern IDENTITY = Pattern.compile("[0-9a-hjkmnp-tv-z]{26}");

    /** A peer of a node. */
    record Peer(String identity, String name) {}

    private PeerWord() {}

    /**
     * The identity of the peer that is meant. A whole identity means itself, also of a peer that is away.
     *
     * @param word  as typed
     * @param peers that the node sees
     * @throws UserMistakeException if none is meant, or more than one may be
     */
    static String identity(String word, List<Peer> peers) {
        String letters = word.toLowerCase(Locale.ROOT);
        if (IDENTITY.matcher(letters).matches()) {
            return letters;
        }
        List<String> meant = peers.stream()
                .filter(peer -> isNamed(peer, word)
                        || word.length() >= MIN_LETTERS && peer.identity().startsWith(letters))
                .map(Peer::identity).distinct().toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        if (meant.size() > 1) {
            throw new UserMistakeException("ID is " + Quotes.quote(word) + ", which may be any of " + Quotes.list(meant)
                    + ": allowed is a longer beginning of one of them");
        }
        throw new UserMistakeException(
                "ID is " + Quotes.quote(word) + ", which is no peer of this node: allowed are an "
                        + "identity of 26 letters, " + MIN_LETTERS + " or more of its first letters, or a name"
                        + (peers.isEmpty() ? "" : ", of " + Quotes.list(peers.stream().map(Peer::identity).toList())));
    }

    /** True also where the peer shares its name with another, and some letters of its identity stand behind it. */
    private static boolean isNamed(Peer peer, String word) {
        String letters = peer.name().substring(Math.min(peer.name().length(), word.length()));
        return peer.name().startsWith(word)
                && (letters.isEmpty() || letters.startsWith("-") && peer.identity().startsWith(letters.substring(1)));
    }
}
