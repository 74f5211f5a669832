package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * The time to wait for the answers of each peer, which follows from its own answers only: otherwise a slow peer, or one
 * that lies about its speed, would influence when others are asked again. A peer that has not answered yet is given the
 * time of the fastest other peer, once two others are known. A pure machine; not for several threads at once.
 */
public final class Patiences {

    private final ProtocolParameters parameters;
    private final Optional<Pacer> pacer;
    private final PeerTable<Patience> peers = new PeerTable<>();
    /** Peers that have answered. */
    private int known;
    /** The one of them whose answers take the shortest time; null while that is to be found out. */
    private Patience fastest;

    /** @param pacer empty if nothing limits what the node sends */
    public Patiences(ProtocolParameters parameters, Optional<Pacer> pacer) {
        this.parameters = parameters;
        this.pacer = pacer;
    }

    /** The patience with one peer. */
    public Patience with(PeerId peer) {
        Patience known = peers.get(peer);
        if (known == null) {
            known = new Patience(parameters, new RoundTrip(), pacer, this::ofTheFastest, this::measured);
            peers.put(peer, known);
        }
        return known;
    }

    /** A peer has answered once more. */
    private void measured(Patience peer, boolean first) {
        if (first) {
            known++;
        }
        if (peer == fastest) {
            fastest = null;
        } else if (fastest != null && usual(peer).compareTo(usual(fastest)) < 0) {
            fastest = peer;
        }
    }

    private static Duration usual(Patience peer) {
        return peer.roundTrip().patience();
    }

    /**
     * The time of the fastest peer, for one that has not answered yet: if all answers take long, its answers will, too,
     * and its first offers would be given up too early. With one known peer it is zero: no single peer makes the node
     * wait for others.
     */
    private Duration ofTheFastest() {
        if (known < 2) {
            return Duration.ZERO;
        }
        if (fastest == null) {
            peers.forEach((unused, peer) -> {
                if (peer.roundTrip().isKnown()
                        && (fastest == null || usual(peer).compareTo(usual(fastest)) < 0)) {
                    fastest = peer;
                }
            });
        }
        return usual(fastest);
    }

    /** No answer of a peer is awaited any more. */
    public void forget(PeerId peer) {
        Patience forgotten = peers.remove(peer);
        if (forgotten != null && forgotten.roundTrip().isKnown()) {
            known--;
        }
        if (forgotten == fastest) {
            fastest = null;
        }
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(peers.count(patience -> patience.roundTrip().isKnown()));
        peers.forEach((peer, patience) -> {
            if (patience.roundTrip().isKnown()) {
                out.putText(peer.text());
                patience.roundTrip().save(out);
            }
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            with(new PeerId(in.getText())).roundTrip().restore(in);
            known++;
        }
    }
}
