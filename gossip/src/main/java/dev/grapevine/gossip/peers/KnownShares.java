package dev.grapevine.gossip.peers;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** A node's own class shares and those that its peers have told: one a peer, the latest. */
public final class KnownShares {

    private final Optional<ClassShares> own;
    private final Map<PeerId, ClassShares> peers = new TreeMap<>();

    /** @param own empty if this node tells nothing: then it wants to know nothing either */
    public KnownShares(Optional<ClassShares> own) {
        this.own = own;
    }

    public Optional<ClassShares> own() {
        return own;
    }

    /** Whether a peer of the same run may tell these. */
    public boolean fit(ClassShares shares) {
        return own.isPresent() && own.get().classes() == shares.classes();
    }

    /**
     * A peer told its shares, which {@link #fit}.
     *
     * @return whether it is the first time
     */
    public boolean told(PeerId peer, ClassShares shares) {
        return peers.put(peer, shares) == null;
    }

    /** The peer's data may be other data by now. */
    public void forget(PeerId peer) {
        peers.remove(peer);
    }

    /** How far a peer's shares are from the own ones, by {@link ClassShares#distance}; empty if they are not known. */
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

    /** Takes over what another one knew. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.put(new PeerId(in.getText()), ClassShares.ofBytes(in.getBytes()));
        }
    }
}
