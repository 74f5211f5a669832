package dev.grapevine.gossip.peers;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number in an identity: {@code node-12}, {@code n12} and {@code dc1.host12} are 12. All nodes agree on it,
 * whichever peers they have seen. The digits have to end the name, after nothing but letters since its last dot, dash
 * or underscore, so that random identities have no number.
 */
public final class NameNumber {

    private static final Pattern NUMBERED = Pattern.compile("(?:.*[._-])?[A-Za-z]*(\\d{1,6})");

    private NameNumber() {}

    /** The number of a peer; empty if its name has none. */
    public static OptionalInt of(PeerId peer) {
        Matcher name = NUMBERED.matcher(peer.text());
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }
}
