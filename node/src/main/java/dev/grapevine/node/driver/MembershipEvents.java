package dev.grapevine.node.driver;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.transport.PeerTransport;

/** Hands membership events of one life from Hazelcast's threads to the event loop. Thread-safe. */
final class MembershipEvents implements Membership.Listener {

    private final Equipment has;
    private final Lives lives;
    private final Lives.Host host;
    private final PeerTransport transport;
    private final PeerProtocol life;
    private final NamesakeWatch namesakes;
    private final NoticeLimit strangers = new NoticeLimit();

    /** @param life the protocol of the life whose membership this is; its events are dropped once it has ended */
    MembershipEvents(Equipment has, Lives lives, Lives.Host host, PeerTransport transport, PeerProtocol life,
            NamesakeWatch namesakes) {
        this.has = has;
        this.lives = lives;
        this.host = host;
        this.transport = transport;
        this.life = life;
        this.namesakes = namesakes;
    }

    private void inItsLife(Runnable action) {
        has.loop().runOnContext(unused -> {
            if (lives.isOf(life)) {
                action.run();
            }
        });
    }

    @Override
    public void namesake() {
        inItsLife(() -> namesakes.seen(() -> lives.isOf(life)));
    }

    @Override
    public void stranger(String sentence) {
        inItsLife(() -> strangers.say(has.clock().now(), sentence).ifPresent(has.listener()::notice));
    }

    @Override
    public void joined(Membership.PeerInfo peer) {
        inItsLife(() -> {
            has.names().named(peer.peer().text(), peer.name());
            transport.locate(peer.peer(), peer.address());
            // Tried again with the next peer that joins.
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
