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

    private static final class Life {
        private final long incarnation;
        private boolean buried;

        Life(long incarnation) {
            this.incarnation = incarnation;
        }
    }

    private final PeerTable<Life> current = new PeerTable<>();
    /** One entry of a cache: a reply usually follows the message that was just checked. */
    private PeerId lastAsked;
    private Life lastAnswer;

    /** Notes what was heard. The first word of a peer counts as {@link News#CURRENT}. */
    public News heard(PeerId peer, long incarnation) {
        Life known = life(peer);
        if (known != null && (incarnation < known.incarnation || known.buried && incarnation == known.incarnation)) {
            return News.DEAD;
        }
        if (known == null || incarnation > known.incarnation) {
            Life life = new Life(incarnation);
            current.put(peer, life);
            lastAsked = peer;
            lastAnswer = life;
        }
        boolean reborn = known != null && incarnation > known.incarnation && !known.buried;
        return reborn ? News.REBORN : News.CURRENT;
    }

    /** The current incarnation of a peer is over: nothing more is heard of it. */
    public void bury(PeerId peer) {
        Life life = life(peer);
        if (life != null) {
            life.buried = true;
        }
    }

    /** The latest incarnation of a peer that was heard of, or {@link #UNKNOWN}. */
    public long of(PeerId peer) {
        Life life = life(peer);
        return life == null ? UNKNOWN : life.incarnation;
    }

    private Life life(PeerId peer) {
        if (peer != lastAsked) {
            lastAsked = peer;
            lastAnswer = current.get(peer);
        }
        return lastAnswer;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(current.size());
        current.forEach((peer, life) -> {
            out.putText(peer.text());
            out.putCount(life.incarnation);
            out.putBoolean(life.buried);
        });
    }

    /** Takes over what another one knew. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            Life life = new Life(in.getCount());
            life.buried = in.getBoolean();
            current.put(peer, life);
        }
        lastAsked = null;
        lastAnswer = null;
    }
}
