package dev.grapevine.gossip.peers;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Which life of each peer is the current one, and whether that is over. A peer that restarts counts its incarnation up;
 * whatever an earlier one left unfinished stays unfinished for ever. A pure machine; not for several threads at once.
 */
public final class Incarnations {

    /** What an incarnation, just heard of, means. */
    public enum News {
        /** It is the one that is known. */
        CURRENT,
        /** It is newer than what is known: the known one is dead. */
        REBORN,
        /** It is older than what is known, or buried: a message from the dead. */
        DEAD
    }

    /** No incarnation is known yet; real ones start at 1. */
    public static final long UNKNOWN = 0;

    private static final int DRAWN_BITS = Integer.SIZE;

    /** The latest one of each peer, negative once it is buried: a node may know very many peers. */
    private final PeerTable<Long> latest = new PeerTable<>();
    private int buried;
    /** One entry of a cache: a reply usually follows the message that was just checked. */
    private PeerId lastAsked;
    private long lastAnswer;

    /**
     * An incarnation above an earlier one: its count is one higher. The other half of the bits is drawn, so that a life that
     * begins from a copy of a folder, or from an old one, is taken for none that was there before.
     *
     * @param drawn anew for each life
     */
    public static long above(long earlier, int drawn) {
        return count(earlier) + 1 << DRAWN_BITS | Integer.toUnsignedLong(drawn);
    }

    /** Which of a node's lives an incarnation is, from 1; 0 for one that was not numbered in this way. */
    public static long count(long incarnation) {
        return incarnation >>> DRAWN_BITS;
    }

    /** Which of a node's lives an incarnation is, for people: those that were numbered otherwise are shown as they are. */
    public static long shown(long incarnation) {
        return count(incarnation) == 0 ? incarnation : count(incarnation);
    }

    /** Notes what was heard. The first word of a peer counts as {@link News#CURRENT}. */
    public News heard(PeerId peer, long incarnation) {
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

    /** The current incarnation of a peer is over: nothing more is heard of it. */
    public void bury(PeerId peer) {
        if (latest(peer) > 0) {
            note(peer, -latest(peer));
        }
    }

    /** The latest incarnation of a peer that was heard of, or {@link #UNKNOWN}. */
    public long of(PeerId peer) {
        return Math.abs(latest(peer));
    }

    /** Whether nothing more is heard of the latest one. */
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

    /** Whether a message of an incarnation would be one from the dead. */
    public boolean isDead(PeerId peer, long incarnation) {
        long known = latest(peer);
        return incarnation < Math.abs(known) || known < 0 && incarnation == -known;
    }

    /** How many are buried. */
    public int buried() {
        return buried;
    }

    /** Nothing is known of a peer any more: whatever it says next counts. */
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

    /** Takes over what another one knew. */
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
