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
 * How long to wait for the answers of each peer, by its own answers only: or a slow one, or one that lies about its speed,
 * would have a say in when the others are asked again. Whoever has not answered yet is waited for as long as the fastest of
 * the others takes, if these are two at least. A pure machine; not for several threads at once.
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
            known = new Patience(parameters, new RoundTrip(), pacer, this::ofTheFastest);
            peers.put(peer, known);
        }
        return known;
    }

    /**
     * For whoever has not answered yet: where all answers take long, its own will, and its first offers would be given up too
     * early. Where only one has answered it is nothing: no peer alone has others waited for.
     */
    private Duration ofTheFastest() {
        Duration[] fastest = {Duration.ZERO};
        int[] known = {0};
        peers.forEach((peer, patience) -> {
            if (patience.roundTrip().isKnown()) {
                Duration usual = patience.roundTrip().patience();
                fastest[0] = known[0] == 0 || usual.compareTo(fastest[0]) < 0 ? usual : fastest[0];
                known[0]++;
            }
        });
        return known[0] < 2 ? Duration.ZERO : fastest[0];
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
