package dev.grapevine.node.membership;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.NewsMessages;

/**
 * The members of a run and where they are, in their own signed words: the newest of each, for a bounded number of members.
 * Only members that are let in have a place, so that a member cannot fill it with inventions. Not thread-safe.
 */
final class AddressBook {

    /** Most members in the book: several times as many as a run has. */
    static final int MEMBERS_MAX = NewsMessages.MAX_KNOWN;

    private final PeerId self;
    private final Map<PeerId, MemberEntry> entries = new TreeMap<>();

    /** @param self whose entries are not kept, whoever tells them */
    AddressBook(PeerId self) {
        this.self = self;
    }

    /**
     * Keeps an entry that is current and news.
     *
     * @return whether it is
     */
    boolean learn(MemberEntry entry, Instant now) {
        PeerId peer = entry.description().peer();
        if (peer.equals(self) || !entry.description().isCurrent(now) || entry.description().addresses().isEmpty()) {
            return false;
        }
        MemberEntry known = entries.get(peer);
        if (known != null && !entry.isNewerThan(known)) {
            return false;
        }
        entries.values().removeIf(old -> !old.description().isCurrent(now));
        if (known == null && entries.size() >= MEMBERS_MAX) {
            return false;
        }
        entries.put(peer, entry);
        return true;
    }

    /** Removes the members that a test finds; returns them. */
    List<PeerId> remove(Predicate<MemberEntry> isOut) {
        List<PeerId> out = entries.values().stream().filter(isOut).map(entry -> entry.description().peer()).toList();
        out.forEach(entries::remove);
        return out;
    }

    Optional<MemberEntry> of(PeerId peer) {
        return Optional.ofNullable(entries.get(peer));
    }

    Collection<MemberEntry> all() {
        return List.copyOf(entries.values());
    }
}
