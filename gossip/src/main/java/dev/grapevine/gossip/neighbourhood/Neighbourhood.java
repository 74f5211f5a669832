package dev.grapevine.gossip.neighbourhood;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.Backoff;
import dev.grapevine.gossip.peers.LivePeers;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.standing.Standing;

/** What a node thinks of each of its peers. Not for several threads at once. */
public final class Neighbourhood {

    private final LivePeers live = new LivePeers();
    private final Standing standing = new Standing();
    private final Backoff backoff = new Backoff();
    /** Peers that follow another charter, in their present incarnation, and whether the user knows why. */
    private final SortedMap<PeerId, Boolean> incompatible = new TreeMap<>();

    /** Those that membership holds for alive. */
    public LivePeers live() {
        return live;
    }

    /** Whether nothing that a peer says is read now. */
    public boolean ignores(PeerId peer, Duration now) {
        return standing.ignores(peer, now);
    }

    /** Whether something may be begun with a peer. */
    public boolean isApproachable(PeerId peer, Duration now) {
        return !incompatible.containsKey(peer) && !standing.ignores(peer, now) && !backoff.isResting(peer, now);
    }

    /** Whether a peer that was asked for something did not answer, and has not been heard of since. */
    public boolean isSilent(PeerId peer) {
        return backoff.isSilent(peer);
    }

    /** Whether a peer takes part in another run, as far as is known. */
    public boolean isIncompatible(PeerId peer) {
        return incompatible.containsKey(peer);
    }

    /** A peer said something. */
    public void heard(PeerId peer) {
        backoff.heard(peer);
    }

    /** A peer did not answer. */
    public void silent(PeerId peer, Duration now) {
        backoff.failed(peer, now);
    }

    /** A peer did what no honest one does. */
    public void fault(PeerId peer, Duration now) {
        standing.fault(peer, now);
    }

    /** A peer takes part in another run. */
    public void incompatible(PeerId peer) {
        incompatible.putIfAbsent(peer, false);
    }

    /** Whether the user knows why a peer takes part in another run. */
    public boolean isToldOf(PeerId peer) {
        return incompatible.getOrDefault(peer, false);
    }

    /** The user knows it from now on. */
    public void toldOf(PeerId peer) {
        incompatible.put(peer, true);
    }

    /** A peer's incarnation is dead: the next one may follow the same charter. */
    public void buried(PeerId peer) {
        incompatible.remove(peer);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        live.save(out);
        standing.save(out);
        backoff.save(out);
        out.putCount(incompatible.size());
        incompatible.forEach((peer, told) -> {
            out.putText(peer.text());
            out.putBoolean(told);
        });
    }

    /** Takes over what another one knew. */
    public void restore(StateReader in) {
        live.restore(in);
        standing.restore(in);
        backoff.restore(in);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            incompatible.put(new PeerId(in.getText()), in.getBoolean());
        }
    }
}
