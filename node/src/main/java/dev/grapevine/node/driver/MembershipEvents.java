package dev.grapevine.node.driver;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.words.Address;

/** Hands membership events of one life from Hazelcast's threads to the event loop. Thread-safe. */
final class MembershipEvents implements Membership.Listener {

    private final Equipment has;
    private final Lives lives;
    private final Lives.Host host;
    private final PeerTransport transport;
    private final PeerProtocol life;
    private final NamesakeWatch namesakes;
    /** Empty where all nodes are of this machine. */
    private final Optional<SecuredRun> secured;
    private final NoticeLimit strangers = new NoticeLimit();

    /** @param life the protocol of the life whose membership this is; its events are dropped once it has ended */
    MembershipEvents(Equipment has, Lives lives, Lives.Host host, PeerTransport transport, PeerProtocol life,
            NamesakeWatch namesakes, Optional<SecuredRun> secured) {
        this.has = has;
        this.lives = lives;
        this.host = host;
        this.transport = transport;
        this.life = life;
        this.namesakes = namesakes;
        this.secured = secured;
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
    public void ended() {
        inItsLife(lives::membershipEnded);
    }

    @Override
    public void joined(Membership.PeerInfo peer) {
        inItsLife(() -> {
            if (secured.filter(run -> !run.takesPart(peer.peer())).isPresent()) {
                return;
            }
            List<Address> addresses = secured.flatMap(run -> run.addressesOf(peer.peer())).orElse(peer.addresses());
            has.names().named(peer.peer().text(), peer.name());
            transport.locate(peer.peer(), addresses);
            // Tried again with the next peer that joins.
            has.disk().once("peers.txt", () -> has.directory().rememberPeer(addresses.getFirst()));
            boolean isBack = has.statistics().peers.joined(peer.peer(), has.clock().now());
            has.listener().event(isBack ? EventKind.BACK : EventKind.JOINED, peer.peer() + " is there");
            host.onEvent(new Event.PeerJoined(peer.peer(), peer.incarnation()));
        });
    }

    @Override
    public void lost(PeerId peer) {
        inItsLife(() -> {
            has.listener().event(EventKind.GONE, peer + " is gone");
            transport.forget(peer);
            host.onEvent(new Event.PeerSuspected(peer));
            Set<PeerId> left = Set.copyOf(life.livePeers());
            has.statistics().peers.lost(left);
            if (left.isEmpty()) {
                has.history().happened(EventKind.ALONE, "No peer is there any more: the node trains by itself");
            }
        });
    }
}
