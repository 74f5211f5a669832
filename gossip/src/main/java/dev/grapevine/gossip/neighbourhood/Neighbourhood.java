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

/** A node's records of each of its peers. Not for several threads at once. */
public final class Neighbourhood {

    private final LivePeers live = new LivePeers();
    private final Standing standing = new Standing();
    private final Backoff backoff = new Backoff();
    /** Peers whose current incarnation follows another charter. */
    private final SortedMap<PeerId, Elsewhere> incompatible = new TreeMap<>();

    /**
     * A peer in another run, as far as it is known.
     *
     * @param told    whether the user knows the difference
     * @param askedAt when it was last asked for the difference
     */
    private record Elsewhere(boolean told, Optional<Duration> askedAt) {}

    private static final Elsewhere UNASKED = new Elsewhere(false, Optional.empty());

    /** The peers that membership considers alive. */
    public LivePeers live() {
        return live;
    }

    /** Whether all frames of a peer are dropped unread now. */
    public boolean ignores(PeerId peer, Duration now) {
        return standing.ignores(peer, now);
    }

    /** Whether an exchange may be begun with a peer. */
    public boolean isApproachable(PeerId peer, Duration now) {
        return !incompatible.containsKey(peer) && !standing.ignores(peer, now) && !backoff.isResting(peer, now);
    }

    /** Whether a peer did not answer a question, and has sent nothing since. */
    public boolean isSilent(PeerId peer) {
        return backoff.isSilent(peer);
    }

    /** Whether a peer is known to take part in another run. */
    public boolean isIncompatible(PeerId peer) {
        return incompatible.containsKey(peer);
    }

    /** A peer sent a message. */
    public void heardFrom(PeerId peer) {
        backoff.heardFrom(peer);
    }

    /** An exchange with a peer made progress in time. */
    public void exchangeProgressed(PeerId peer) {
        backoff.forget(peer);
    }

    /** A peer did not answer in time. */
    public void silent(PeerId peer, Duration now) {
        backoff.failed(peer, now);
    }

    /**
     * A peer did something that no honest peer does.
     *
     * @return the peer whose faults are forgotten, if there were too many
     */
    public Optional<PeerId> fault(PeerId peer, Duration now) {
        return standing.fault(peer, now);
    }

    /** A peer takes part in another run. */
    public void incompatible(PeerId peer) {
        incompatible.putIfAbsent(peer, UNASKED);
    }

    /** Whether the user knows how a peer's run differs. */
    public boolean isToldOf(PeerId peer) {
        return incompatible.getOrDefault(peer, UNASKED).told;
    }

    /**
     * Whether a peer in another run is to be asked for the difference: then it counts as asked. Not if the user knows
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

    /** The user knows how a peer's run differs. */
    public void toldOf(PeerId peer) {
        incompatible.put(peer, new Elsewhere(true, Optional.empty()));
    }

    /** A peer's incarnation is dead: the next one may follow the same charter. */
    public void buried(PeerId peer) {
        incompatible.remove(peer);
        backoff.forget(peer);
    }

    /** A peer is forgotten, except for its faults. */
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

    /** Restores what {@link #save} wrote. */
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
