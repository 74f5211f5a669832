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

/** The peers that membership holds for alive, in a fixed order, and what the node sees of them. */
public final class LivePeers {

    /** Sorted, each once. */
    private final List<PeerId> live = new ArrayList<>();
    private final SortedSet<PeerId> known = new TreeSet<>();
    /** Null when it has to be made anew. */
    private View view;
    /** Null when it has to be made anew. */
    private View everSeen;

    public void add(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position < 0) {
            live.add(-position - 1, peer);
            everSeen = known.add(peer) ? null : everSeen;
            view = null;
        }
    }

    /** It stays known. */
    public void remove(PeerId peer) {
        int position = Collections.binarySearch(live, peer);
        if (position >= 0) {
            live.remove(position);
            view = null;
        }
    }

    /** One that is not alive is not known any more either. */
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

    /** All of them, smallest first. */
    public List<PeerId> all() {
        return List.copyOf(live);
    }

    /** So many of those that are eligible, or all, each equally likely. */
    public List<PeerId> choose(int count, RandomStream random, Predicate<PeerId> eligible) {
        return new Draw(live, eligible).take(count, random);
    }

    /** One of those that are eligible, each equally likely. */
    public Optional<PeerId> choose(RandomStream random, Predicate<PeerId> eligible) {
        return new Draw(live, eligible).take(1, random).stream().findFirst();
    }

    /** All that were ever added, smallest first. */
    public List<PeerId> known() {
        return List.copyOf(known);
    }

    /** What a node sees; the same object as long as nothing changes. */
    public View view(PeerId self) {
        if (view == null) {
            view = new View(self, live);
        }
        return view;
    }

    /** What a node has ever seen, as if all of it was alive; the same object as long as nothing changes. */
    public View everSeen(PeerId self) {
        if (everSeen == null) {
            everSeen = new View(self, known());
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

    /** Takes over what another one knew. */
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
