package dev.grapevine.gossip.peers;

import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Which peers a node remembers: so many at most, whatever identities speak to it. Who wants a place where none is free gets
 * that of the one that was heard longest ago, of those that may go. A pure machine; not for several threads at once.
 */
public final class Places {

    private final int most;
    /** When each was heard, as a count of what was heard before. */
    private final PeerTable<long[]> heard = new PeerTable<>();
    private long clock;
    private PeerId last;

    /** @param most how many there are */
    public Places(int most) {
        this.most = most;
    }

    /** Whether a peer has a place. */
    public boolean has(PeerId peer) {
        return peer.equals(last) || heard.get(peer) != null;
    }

    /** Whether there is one for somebody who has none. */
    public boolean isFree() {
        return heard.size() < most;
    }

    /** A peer is heard: it keeps its place, or takes a free one. */
    public void heard(PeerId peer) {
        if (peer.equals(last)) {
            // Nobody else was heard since.
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

    /** Who was heard longest ago of those that may go. */
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

    /** A peer gives its place up. */
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

    /** Takes over the places of another one. */
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
