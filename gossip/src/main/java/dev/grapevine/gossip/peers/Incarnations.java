package dev.grapevine.gossip.peers;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * The current incarnation of each peer, and whether it is dead. A peer that restarts has a higher one; unfinished work
 * of an earlier one stays unfinished for ever. A pure machine; not for several threads at once.
 */
public final class Incarnations {

    /** The comparison of an incarnation in a message with the known one. */
    public enum News {
        /** It is the known one. */
        CURRENT,
        /** It is later than the known one, which is dead. */
        REBORN,
        /** It is earlier than the known one, or buried. */
        DEAD
    }

    /** No incarnation is known yet; real ones start at 1. */
    public static final long UNKNOWN = 0;

    private static final int DRAWN_BITS = Integer.SIZE;

    /** The latest one of each peer, negative once it is buried. */
    private final PeerTable<Long> latest = new PeerTable<>();
    private int buried;
    /** One entry of a cache: a reply usually follows the message that was just checked. */
    private PeerId lastAsked;
    private long lastAnswer;

    /**
     * An incarnation above an earlier one: its count of lives is one higher. The lower half of the bits is drawn, so
     * that a life that begins from a copied or an old folder differs from every earlier one.
     *
     * @param drawn anew for each life
     */
    public static long above(long earlier, int drawn) {
        return count(earlier) + 1 << DRAWN_BITS | Integer.toUnsignedLong(drawn);
    }

    /** The count of lives in an incarnation, from 1; 0 if it was not numbered in this way. */
    public static long count(long incarnation) {
        return incarnation >>> DRAWN_BITS;
    }

    /** The number of a life for people: its count, or the incarnation itself if it has none. */
    public static long shown(long incarnation) {
        return count(incarnation) == 0 ? incarnation : count(incarnation);
    }

    /** Notes the incarnation in a message. The first one of a peer counts as {@link News#CURRENT}. */
    public News observe(PeerId peer, long incarnation) {
        long known = latest(peer);
        boolean buried = known < 0;
        if (incarnation < Math.abs(known) || buried && incarnation == -known) {
            return News.DEAD;
        }
        if (incarnation > Math.abs(known)) {
            note(peer, incarnation);
        }
        return incarnation > known && known > 0 ? News.REBORN : News.CURRENT;
    }

    /** The current incarnation of a peer is dead: its messages are no longer accepted. */
    public void bury(PeerId peer) {
        if (latest(peer) > 0) {
            note(peer, -latest(peer));
        }
    }

    /** The latest known incarnation of a peer, or {@link #UNKNOWN}. */
    public long of(PeerId peer) {
        return Math.abs(latest(peer));
    }

    /** Whether the latest incarnation of a peer is dead. */
    public boolean isBuried(PeerId peer) {
        return latest(peer) < 0;
    }

    private long latest(PeerId peer) {
        if (peer != lastAsked) {
            lastAsked = peer;
            Long known = latest.get(peer);
            lastAnswer = known == null ? UNKNOWN : known;
        }
        return lastAnswer;
    }

    /** Whether a message of this incarnation would be {@link News#DEAD}. */
    public boolean isDead(PeerId peer, long incarnation) {
        long known = latest(peer);
        return incarnation < Math.abs(known) || known < 0 && incarnation == -known;
    }

    /** The number of buried peers. */
    public int buried() {
        return buried;
    }

    /** A peer is forgotten: any incarnation of it is accepted next. */
    public void forget(PeerId peer) {
        buried -= latest(peer) < 0 ? 1 : 0;
        latest.remove(peer);
        lastAsked = peer;
        lastAnswer = UNKNOWN;
    }

    private void note(PeerId peer, long incarnation) {
        buried += (incarnation < 0 ? 1 : 0) - (latest(peer) < 0 ? 1 : 0);
        latest.put(peer, incarnation);
        lastAsked = peer;
        lastAnswer = incarnation;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(latest.size());
        latest.forEach((peer, incarnation) -> {
            out.putText(peer.text());
            out.putCount(Math.abs(incarnation));
            out.putBoolean(incarnation < 0);
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            long incarnation = in.getCount();
            boolean isBuried = in.getBoolean();
            buried += isBuried ? 1 : 0;
            latest.put(peer, isBuried ? -incarnation : incarnation);
        }
        lastAsked = null;
        lastAnswer = UNKNOWN;
    }
}
