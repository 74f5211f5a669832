package dev.grapevine.gossip.leaving;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * Peers that send as an incarnation that is over, and since when. Late frames do so for a moment; a node with an old
 * folder, or with a name that another node has, too, goes on. A pure machine; not for several threads at once.
 */
public final class DeadWords {

    /** A peer is answered at most once within this time. */
    public static final Duration ANSWER_INTERVAL = Duration.ofSeconds(1);
    /** The longest time for which frames may be late. */
    public static final Duration LATE_MAX = Duration.ofSeconds(10);

    private record Heard(Duration since, Duration last, Duration answered) {}

    private final PeerTable<Heard> peers = new PeerTable<>();

    /**
     * A peer sent a message as a dead incarnation.
     *
     * @return whether it is to be answered
     */
    public boolean heardFrom(PeerId peer, Duration now) {
        Heard before = peers.get(peer);
        boolean goesOn = before != null && now.minus(before.last).compareTo(LATE_MAX) < 0;
        boolean answers = before == null || now.minus(before.answered).compareTo(ANSWER_INTERVAL) >= 0;
        peers.put(peer, new Heard(goesOn ? before.since : now, now, answers ? now : before.answered));
        return answers;
    }

    /** Whether a peer that has just sent one has done so for longer than frames may be late. */
    public boolean lasts(PeerId peer) {
        Heard heard = peers.get(peer);
        return heard != null && heard.last.minus(heard.since).compareTo(LATE_MAX) >= 0;
    }

    /** A peer is forgotten. */
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

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.put(new PeerId(in.getText()),
                    new Heard(Duration.ofNanos(in.getLong()), Duration.ofNanos(in.getLong()),
                            Duration.ofNanos(in.getLong())));
        }
    }
}
