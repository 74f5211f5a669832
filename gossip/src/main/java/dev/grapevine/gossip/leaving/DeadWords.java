package dev.grapevine.gossip.leaving;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * Who speaks as a life that is over, and since when. Frames that come late do so for a moment; a node whose folder is old,
 * or whose name another one carries as well, goes on. A pure machine; not for several threads at once.
 */
public final class DeadWords {

    /** A peer is answered at most once within this. */
    public static final Duration ANSWER_INTERVAL = Duration.ofSeconds(1);
    /** For so long words may come late. */
    public static final Duration LATE_MAX = Duration.ofSeconds(10);

    private record Heard(Duration since, Duration last, Duration answered) {}

    private final PeerTable<Heard> peers = new PeerTable<>();

    /** A peer has spoken; says whether it is to be answered. */
    public boolean heard(PeerId peer, Duration now) {
        Heard before = peers.get(peer);
        boolean goesOn = before != null && now.minus(before.last).compareTo(LATE_MAX) < 0;
        boolean answers = before == null || now.minus(before.answered).compareTo(ANSWER_INTERVAL) >= 0;
        peers.put(peer, new Heard(goesOn ? before.since : now, now, answers ? now : before.answered));
        return answers;
    }

    /** Whether a peer that has just spoken has done so for longer than words may come late. */
    public boolean lasts(PeerId peer) {
        Heard heard = peers.get(peer);
        return heard != null && heard.last.minus(heard.since).compareTo(LATE_MAX) >= 0;
    }

    /** A peer is remembered no longer. */
    public void forget(PeerId peer) {
        peers.remove(peer);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(peers.size());
        peers.forEach((peer, heard) -> {
            out.putText(peer.text());
            out.putLong(heard.since.toNanos());
            out.putLong(heard.last.toNanos());
            out.putLong(heard.answered.toNanos());
        });
    }

    /** Goes on where another one stood. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.put(new PeerId(in.getText()),
                    new Heard(Duration.ofNanos(in.getLong()), Duration.ofNanos(in.getLong()),
                            Duration.ofNanos(in.getLong())));
        }
    }
}
