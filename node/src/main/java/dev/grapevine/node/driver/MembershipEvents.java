package dev.grapevine.node.driver;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.transport.PeerTransport;

/** Hands over from the threads of one life's membership to the event loop: to the transport and the protocol. */
final class MembershipEvents implements Membership.Listener {

    private final Equipment has;
    private final Lives lives;
    private final Lives.Host host;
    private final PeerTransport transport;
    private final PeerProtocol told;

    /** @param told the protocol of the life whose membership this is; nothing is told to another one */
    MembershipEvents(Equipment has, Lives lives, Lives.Host host, PeerTransport transport, PeerProtocol told) {
        this.has = has;
        this.lives = lives;
        this.host = host;
        this.transport = transport;
        this.told = told;
    }

    private void inItsLife(Runnable action) {
        has.loop().runOnContext(unused -> {
            if (lives.isOf(told)) {
                action.run();
            }
        });
    }

    @Override
    public void namesake() {
        inItsLife(() -> lives.namesakeSeen(told));
    }

    @Override
    public void joined(Membership.PeerInfo peer) {
        inItsLife(() -> {
            transport.locate(peer.peer(), peer.address());
            // With the next peer that comes it is tried again.
            has.disk().once("peers.txt", () -> has.directory().rememberPeer(peer.address()));
            has.listener().notice(peer.peer() + " is there");
            host.onEvent(new Event.PeerJoined(peer.peer(), peer.incarnation()));
        });
    }

    @Override
    public void lost(PeerId peer) {
        inItsLife(() -> {
            has.listener().notice(peer + " is gone");
            transport.forget(peer);
            host.onEvent(new Event.PeerSuspected(peer));
        });
    }
}
