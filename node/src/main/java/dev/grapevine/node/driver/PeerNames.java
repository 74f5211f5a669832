package dev.grapevine.node.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Names of peers for people to read. A name is only a name: whoever has it is known by the identity. Thread-safe.
 */
public final class PeerNames {

    /** An identity that stands in a sentence. */
    private static final Pattern IDENTITY = Pattern.compile("(?<![0-9A-Za-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9A-Za-z])");
    private static final int NAMES_MAX = 4096;
    private static final int LETTERS_OF_NAMELESS = 8;
    private static final int LETTERS_OF_NAMESAKE = 6;

    private final Map<PeerId, String> names = new ConcurrentHashMap<>();

    /** The peer calls itself by a name; an empty one says that it has none. */
    void named(PeerId peer, String name) {
        if (name.isEmpty()) {
            names.remove(peer);
        } else if (names.size() < NAMES_MAX || names.containsKey(peer)) {
            names.put(peer, name);
        }
    }

    /**
     * A short word for a peer: its name, with some letters of its identity where another peer has the same name; the
     * beginning of its identity where it has no name.
     */
    public String of(PeerId peer) {
        String name = names.get(peer);
        String identity = peer.text();
        if (name == null) {
            return IDENTITY.matcher(identity).matches() ? identity.substring(0, LETTERS_OF_NAMELESS) : identity;
        }
        boolean isShared = names.entrySet().stream()
                .anyMatch(other -> other.getValue().equals(name) && !other.getKey().equals(peer));
        return isShared ? name + "-" + identity.substring(0, Math.min(LETTERS_OF_NAMESAKE, identity.length())) : name;
    }

    /** A sentence with a word for a person in place of each identity. */
    public String in(String sentence) {
        return IDENTITY.matcher(sentence).replaceAll(found -> of(new PeerId(found.group())));
    }
}
