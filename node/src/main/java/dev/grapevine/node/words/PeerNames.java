package dev.grapevine.node.words;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of peers for people to read. A name is only a name: whoever has it is known by the identity. Thread-safe.
 */
public final class PeerNames {

    /** An identity that stands in a sentence. */
    private static final Pattern IDENTITY = Pattern.compile("(?<![0-9A-Za-z])[0-9a-hjkmnp-tv-z]{26}(?![0-9A-Za-z])");
    private static final int NAMES_MAX = 4096;
    private static final int LETTERS_OF_NAMELESS = 8;
    private static final int LETTERS_OF_NAMESAKE = 6;

    private final Map<String, String> names = new HashMap<>();

    /** The peer calls itself by a name; an empty one says that it has none. */
    public synchronized void named(String identity, String name) {
        if (name.isEmpty()) {
            names.remove(identity);
        } else if (names.size() < NAMES_MAX || names.containsKey(identity)) {
            names.put(identity, name);
        }
    }

    /**
     * A short word for a peer: its name, with some letters of its identity where another peer has the same name; the
     * beginning of its identity where it has no name.
     */
    public synchronized String of(String identity) {
        String name = names.get(identity);
        if (name == null) {
            return IDENTITY.matcher(identity).matches() ? identity.substring(0, LETTERS_OF_NAMELESS) : identity;
        }
        boolean isShared = names.entrySet().stream()
                .anyMatch(other -> other.getValue().equals(name) && !other.getKey().equals(identity));
        return isShared ? name + "-" + identity.substring(0, Math.min(LETTERS_OF_NAMESAKE, identity.length())) : name;
    }

    /** A sentence with a word for a person in place of each identity. */
    public String in(String sentence) {
        return IDENTITY.matcher(sentence).replaceAll(found -> of(found.group()));
    }
}
