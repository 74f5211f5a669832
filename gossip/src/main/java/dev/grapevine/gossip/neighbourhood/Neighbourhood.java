package dev.grapevine.gossip.neighbourhood;

import java.time.Duration;
import java.util.Optional;
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
    /** Peers that follow another charter, in their present incarnation. */
    private final SortedMap<PeerId, Elsewhere> incompatible = new TreeMap<>();

    /**
     * What is known of a peer in another run.
     *
     * @param told    whether the user knows why
     * @param askedAt when it was last asked in what the two runs differ
     */
    private record Elsewhere(boolean told, Optional<Duration> askedAt) {}

    private static final Elsewhere UNASKED = new Elsewhere(false, Optional.empty());

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

    /** An exchange with a peer got on in time. */
    public void answered(PeerId peer) {
        backoff.forget(peer);
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
        incompatible.putIfAbsent(peer, UNASKED);
    }

    /** Whether the user knows why a peer takes part in another run. */
    public boolean isToldOf(PeerId peer) {
        return incompatible.getOrDefault(peer, UNASKED).told;
    }

    /**
     * Whether a peer in another run is to be asked in what the two differ: then it counts as asked. Not where the user knows
     * it, nor again before the patience is over.
     */
    public boolean mayAskWhy(PeerId peer, Duration now, Duration patience) {
        Elsewhere known = incompatible.getOrDefault(peer, UNASKED);
        if (known.told || known.askedAt.filter(at -> now.minus(at).compareTo(patience) < 0).isPresent()) {
            return false;
        }
        incompatible.put(peer, new Elsewhere(false, Optional.of(now)));
        return true;
    }

    /** The user knows it from now on. */
    public void toldOf(PeerId peer) {
        incompatible.put(peer, new Elsewhere(true, Optional.empty()));
    }

    /** A peer's incarnation is dead: the next one may follow the same charter. */
    public void buried(PeerId peer) {
        incompatible.remove(peer);
        backoff.forget(peer);
    }

    /** Nothing of a peer is remembered any more, but for what it did wrong. */
    public void forgotten(PeerId peer) {
        buried(peer);
        live.forget(peer);
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        live.save(out);
        standing.save(out);
        backoff.save(out);
        out.putCount(incompatible.size());
        incompatible.forEach((peer, known) -> {
            out.putText(peer.text());
            out.putBoolean(known.told);
            out.putLong(known.askedAt.map(Duration::toNanos).orElse(-1L));
        });
    }

    /** Takes over what another one knew. */
    public void restore(StateReader in) {
        live.restore(in);
        standing.restore(in);
        backoff.restore(in);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            incompatible.put(new PeerId(in.getText()), new Elsewhere(in.getBoolean(),
                    Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos)));
        }
    }
}
