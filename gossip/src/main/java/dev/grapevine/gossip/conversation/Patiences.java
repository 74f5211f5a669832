package dev.grapevine.gossip.conversation;

import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * How long to wait for the answers of each peer, by its own answers only: or a slow one, or one that lies about its speed,
 * would have a say in when the others are asked again. A pure machine; not for several threads at once.
 */
public final class Patiences {

    private final ProtocolParameters parameters;
    private final Optional<Pacer> pacer;
    private final PeerTable<Patience> peers = new PeerTable<>();

    /** @param pacer empty if nothing limits what the node sends */
    public Patiences(ProtocolParameters parameters, Optional<Pacer> pacer) {
        this.parameters = parameters;
        this.pacer = pacer;
    }

    /** With one peer. */
    public Patience with(PeerId peer) {
        Patience known = peers.get(peer);
        if (known == null) {
            known = new Patience(parameters, new RoundTrip(), pacer);
            peers.put(peer, known);
        }
        return known;
    }

    /** Nothing more is expected of a peer. */
    public void forget(PeerId peer) {
        peers.remove(peer);
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

    /** Goes on where others stood. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            with(new PeerId(in.getText())).roundTrip().restore(in);
        }
    }
}
