package dev.grapevine.gossip.peers;

import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * A bounded set of remembered peers, whatever identities send messages. If no place is free, a new peer takes that of
 * the peer that has been silent longest, among those that may be replaced. A pure machine; not for several threads at
 * once.
 */
public final class Places {

    private final int most;
    /** The time of each peer's last message, as a count of messages. */
    private final PeerTable<long[]> heard = new PeerTable<>();
    private long clock;
    private PeerId last;

    /** @param most the number of places */
    public Places(int most) {
        this.most = most;
    }

    /** Whether a peer has a place. */
    public boolean has(PeerId peer) {
        return peer.equals(last) || heard.get(peer) != null;
    }

    /** Whether there is a free place. */
    public boolean isFree() {
        return heard.size() < most;
    }

    /** A peer sent a message: it keeps its place, or takes a free one. */
    public void heardFrom(PeerId peer) {
        if (peer.equals(last)) {
            // No other peer has sent anything since.
            return;
        }
        clock++;
        long[] before = heard.get(peer);
        if (before != null) {
            before[0] = clock;
        } else if (isFree()) {
            heard.put(peer, new long[]{clock});
        } else {
            throw new IllegalStateException("No place is free for " + peer);
        }
        last = peer;
    }

    /** The peer that has been silent longest among those that may be replaced. */
    public Optional<PeerId> longestSilent(Predicate<PeerId> mayGo) {
        PeerId[] found = new PeerId[1];
        long[] when = {Long.MAX_VALUE};
        heard.forEach((peer, at) -> {
            if (at[0] < when[0] && mayGo.test(peer)) {
                found[0] = peer;
                when[0] = at[0];
            }
        });
        return Optional.ofNullable(found[0]);
    }

    /** A peer gives up its place. */
    public void leave(PeerId peer) {
        heard.remove(peer);
        last = peer.equals(last) ? null : last;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(clock);
        out.putCount(heard.size());
        heard.forEach((peer, at) -> {
            out.putText(peer.text());
            out.putCount(at[0]);
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        clock = in.getCount();
        for (int left = in.getCount(most); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            long at = in.getCount();
            heard.put(peer, new long[]{at});
            last = at == clock ? peer : last;
        }
    }
}
