package dev.grapevine.gossip.peers;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** A node's own class shares and those of its peers: the latest of each. */
public final class KnownShares {

    private final Optional<ClassShares> own;
    private final Map<PeerId, ClassShares> peers = new TreeMap<>();

    /** @param own empty if this node sends no shares: then it does not use those of others either */
    public KnownShares(Optional<ClassShares> own) {
        this.own = own;
    }

    public Optional<ClassShares> own() {
        return own;
    }

    /** Whether a peer of the same run may send these shares. */
    public boolean fit(ClassShares shares) {
        return own.isPresent() && own.get().classes() == shares.classes();
    }

    /**
     * A peer sent its shares, which {@link #fit}.
     *
     * @return whether it is the first time
     */
    public boolean onShares(PeerId peer, ClassShares shares) {
        return peers.put(peer, shares) == null;
    }

    /** Forgets a peer's shares: its data may have changed. */
    public void forget(PeerId peer) {
        peers.remove(peer);
    }

    /**
     * The distance of a peer's shares from this node's, by {@link ClassShares#distance}; empty if they are not known.
     */
    public Optional<Integer> distance(PeerId peer) {
        return Optional.ofNullable(peers.get(peer)).map(shares -> own.orElseThrow().distance(shares));
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(peers.size());
        peers.forEach((peer, shares) -> {
            out.putText(peer.text());
            out.putBytes(shares.toBytes());
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.put(new PeerId(in.getText()), ClassShares.ofBytes(in.getBytes()));
        }
    }
}
