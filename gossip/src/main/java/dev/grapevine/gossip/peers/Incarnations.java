package dev.grapevine.gossip.peers;

import java.util.function.BiConsumer;

/**
 * Which life of each peer is the current one. A peer that restarts counts its incarnation up; whatever an earlier one
 * left unfinished stays unfinished for ever.
 */
public final class Incarnations {

    /** What an incarnation, just heard of, means. */
    public enum News {
        /** It is the one that is known. */
        CURRENT,
        /** It is newer than what is known: the known one is dead. */
        REBORN,
        /** It is older than what is known: a message from the dead. */
        DEAD
    }

    /** No incarnation is known yet; real ones start at 1. */
    public static final long UNKNOWN = 0;

    private final PeerTable<Long> current = new PeerTable<>();
    /** Who is heard is answered, as a rule, so the last question is often asked again. */
    private PeerId lastAsked;
    private long lastAnswer;

    /** Notes what was heard. The first word of a peer counts as {@link News#CURRENT}. */
    public News heard(PeerId peer, long incarnation) {
        long known = of(peer);
        if (incarnation < known) {
            return News.DEAD;
        }
        if (incarnation > known) {
            current.put(peer, incarnation);
            lastAsked = peer;
            lastAnswer = incarnation;
        }
        return known == UNKNOWN || known == incarnation ? News.CURRENT : News.REBORN;
    }

    /** The current incarnation of a peer, or {@link #UNKNOWN}. */
    public long of(PeerId peer) {
        if (peer != lastAsked) {
            lastAsked = peer;
            Long known = current.get(peer);
            lastAnswer = known == null ? UNKNOWN : known;
        }
        return lastAnswer;
    }

    /** Of how many peers something is known. */
    public int count() {
        return current.size();
    }

    /** Shows all that are known, in the order of peers. */
    public void forEach(BiConsumer<PeerId, Long> reader) {
        current.forEach(reader);
    }
}
