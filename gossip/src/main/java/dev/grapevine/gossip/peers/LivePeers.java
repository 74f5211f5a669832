package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** The peers that membership considers alive, in a fixed order, and the node's view of them. */
public final class LivePeers {

    /** The live peers, sorted, each once. */
    private final List<PeerId> live = new ArrayList<>();
    private final SortedSet<PeerId> known = new TreeSet<>();
    /** Null if it has to be made anew. */
    private View view;
    /** Null if it has to be made anew. */
    private View everSeen;

    public void add(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position < 0) {
            live.add(-position - 1, peer);
            everSeen = known.add(peer) ? null : everSeen;
            view = null;
        }
    }

    /** The peer stays known. */
    public void remove(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position >= 0) {
            live.remove(position);
            view = null;
        }
    }

    /** Forgets a peer that is not alive. */
    public void forget(PeerId peer) {
        if (!contains(peer) && known.remove(peer)) {
            everSeen = null;
        }
    }

    public boolean contains(PeerId peer) {
        return Collections.binarySearch(live, peer) >= 0;
    }

    public int count() {
        return live.size();
    }

    /** All live peers, smallest first. */
    public List<PeerId> all() {
        return List.copyOf(live);
    }

    /** Eligible peers, each equally likely: this many, or all if there are fewer. */
    public List<PeerId> choose(int count, RandomStream random, Predicate<PeerId> eligible) {
        return new Draw(live, eligible).take(count, random);
    }

    /** One eligible peer, each equally likely. */
    public Optional<PeerId> choose(RandomStream random, Predicate<PeerId> eligible) {
        return new Draw(live, eligible).take(1, random).stream().findFirst();
    }

    /** All peers that were ever added, smallest first. */
    public List<PeerId> known() {
        return List.copyOf(known);
    }

    /** The node's view; the same object as long as nothing changes. */
    public View view(PeerId self) {
        if (view == null) {
            view = new View(self, live);
        }
        return view;
    }

    /**
     * A view of all peers that the node has ever seen, as if they were alive, for a node that sends and needs no answers;
     * the same object as long as nothing changes.
     */
    public View everSeen(PeerId self) {
        if (everSeen == null) {
            everSeen = View.oneWay(self, known());
        }
        return everSeen;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(known.size());
        known.forEach(peer -> {
            out.putText(peer.text());
            out.putBoolean(contains(peer));
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            add(peer);
            if (!in.getBoolean()) {
                remove(peer);
            }
        }
    }
}
