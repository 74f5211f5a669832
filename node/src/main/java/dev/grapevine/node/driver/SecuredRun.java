package dev.grapevine.node.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.enrolment.EnrolmentClient;
import dev.grapevine.node.enrolment.EnrolmentServer;
import dev.grapevine.node.membership.Cluster;
import dev.grapevine.node.membership.LoopbackAlias;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.membership.Membership;
import dev.grapevine.node.membership.MembershipTunnel;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.CertificateChain;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.NewsMessages;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.transport.MemberCredentials;
import dev.grapevine.node.transport.MutualTls;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.transport.PortProtocol;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A node's part in a run with invitations, beside its transport: the news of who takes part, the tunnel for membership, the
 * door for new devices, and timers that look after all of them. For one event loop, unless a method says otherwise.
 */
final class SecuredRun {

    /** The node as its secured run sees it. */
    interface Host {

        /** The membership of the present life, if it has begun. */
        Optional<Cluster> cluster();

        /** The number of nodes that have to be there before the run is founded; 0 once it has been. */
        int awaits();

        /** Founds the run now if there is none. */
        void foundNow();

        /** A peer takes no part any more. */
        void revoked(PeerId peer);

        /** The peers that are not suspected. */
        List<PeerId> livePeers();

        /** The options of the run if it is known, else those of the user. */
        RunOptions options();

        /** This node takes no part any more. */
        void stop(String sentence);
    }

    /** Longest wait for others before membership begins: it finds those that come later. */
    private static final Duration MEETING_MAX = Duration.ofSeconds(10);
    /** Time for the news of the first peer, so that ways to all others stand before membership begins. */
    private static final Duration NEWS_TIME = Duration.ofMillis(500);
    private static final Duration MEET_AGAIN = Duration.ofSeconds(5);
    private static final Duration COMPARE_AGAIN = Duration.ofSeconds(30);
    private static final Duration RENEW_AGAIN = Duration.ofHours(1);
    private static final Duration LOOK_AT_ADDRESSES = Duration.ofSeconds(5);

    private final Equipment has;
    private final RunAccess access;
    private final PeerTransport transport;
    private final Host host;
    private final MemberNews news;
    private final MembershipTunnel tunnel;
    private final OwnDescription own;
    private final MemberMeetings meetings;
    private final CertificateRenewal renewal;
    private final SpareCopies spare;
    private final Random random = new Random();
    private final CompletableFuture<Void> met = new CompletableFuture<>();

    SecuredRun(Equipment has, RunAccess access, PeerTransport transport, Host host) {
        this.has = has;
        this.access = access;
        this.transport = transport;
        this.host = host;
        this.news = new MemberNews(access, new NewsHost(), has.listener()::notice);
        this.tunnel = new MembershipTunnel(has.vertx(), has.key().peer(), new MemberTunnelWays(transport, news));
        this.own = new OwnDescription(has, access, news);
        EnrolmentClient client = new EnrolmentClient(has.vertx(),
                address -> transport.connect(address, PortProtocol.ENROLMENT));
        this.meetings = new MemberMeetings(has, access, transport, client, news, own, random);
        this.renewal = new CertificateRenewal(has, access, client, news, own, random);
        this.spare = new SpareCopies(has, access, transport, news, new SpareHost());
        EnrolmentServer enrolment = new EnrolmentServer(has.vertx(), access, new EnrolmentHost(),
                has.listener()::notice);
        transport.serve(PortProtocol.MEMBERSHIP, tunnel::accepted);
        transport.serve(PortProtocol.ENROLMENT, enrolment::accepted);
        transport.onNews(new PeerTransport.News() {
            @Override
            public void opened(PeerId peer) {
                news.compareWith(peer);
                has.later().run(NEWS_TIME, () -> met.complete(null));
            }

            @Override
            public void received(PeerId from, byte[] bytes) {
                if (!spare.received(from, bytes)) {
                    news.received(from, bytes);
                }
            }
        });
    }

    /** The copies that peers keep for this node, and this node for them. */
    SpareCopies spare() {
        return spare;
    }

    /** The security of this node's connections. */
    static MutualTls security(RunAccess access, Consumer<String> warning) {
        return new MutualTls(new MemberCredentials(access, warning));
    }

    /** The node listens: it can invite from now on. */
    void listens(NodeLife first, Address at) {
        own.listens(first, at);
        spare.begin();
        repeat(LOOK_AT_ADDRESSES, LOOK_AT_ADDRESSES, own::lookAfterAddresses);
        repeat(COMPARE_AGAIN, COMPARE_AGAIN, this::compareWithSomebody);
        repeat(COMPARE_AGAIN, COMPARE_AGAIN, this::keep);
        repeat(MEETING_MAX, RENEW_AGAIN, renewal::renewIfDue);
        has.later().run(MEETING_MAX, () -> met.complete(null));
    }

    /**
     * A life begins, and with it membership.
     *
     * @param peers addresses of others that are known
     */
    void begin(NodeLife begins, List<Address> peers) {
        own.begin(begins);
        spare.begin(begins);
        if (peers.isEmpty()) {
            met.complete(null);
        }
        if (meetings.tryAt(peers)) {
            repeat(Duration.ZERO, MEET_AGAIN, meetings::meetOthers);
        }
    }

    private void repeat(Duration first, Duration pause, Runnable action) {
        has.later().run(first, () -> {
            if (!has.shutdown().isStopping()) {
                action.run();
                repeat(pause, pause, action);
            }
        });
    }

    /**
     * The place at which membership is found. Blocks until others were met or the patience for it is over; not on the
     * event loop.
     */
    Membership.Place place() {
        met.join();
        CompletableFuture<Membership.Place> place = new CompletableFuture<>();
        has.loop().runOnContext(unused -> {
            List<PeerId> peers = peers();
            Future.join(peers.stream().map(tunnel::open).toList())
                    .onComplete(open -> place.complete(Membership.Place.tunnelled(has.key().peer(), peers)));
        });
        return place.join();
    }

    private List<PeerId> peers() {
        return news.members().stream().map(entry -> entry.description().peer()).toList();
    }

    /** The newest word of a peer about where it is; empty if there is none. */
    Optional<List<Address>> addressesOf(PeerId peer) {
        return news.of(peer).map(entry -> entry.description().addresses());
    }

    /** Whether a peer that membership reports takes part. */
    boolean takesPart(PeerId peer) {
        return !access.isRevoked(peer);
    }

    /** This node as others see it, in its own signed words. */
    MemberEntry own() {
        return news.own().orElseThrow();
    }

    private void compareWithSomebody() {
        List<PeerId> connected = transport.connected();
        if (!connected.isEmpty()) {
            news.compareWith(connected.get(random.nextInt(connected.size())));
        }
    }

    private void keep() {
        has.disk().once("security", access::keep);
    }

    /** A code that lets one device in. Blocks for the disk: codes are rare. */
    InvitationCode invite() throws IOException {
        return access.invite(own.addresses().getFirst());
    }

    /** {@link RunAccess#inviterSentence}. */
    Optional<String> inviterSentence() {
        return access.inviterSentence();
    }

    /** Revokes a device for everybody. Blocks for the disk. */
    void revoke(PeerId peer) throws IOException {
        news.revoke(peer);
    }

    /**
     * Makes a member another inviter.
     *
     * @throws UserMistakeException if this node may not, or does not know the member
     */
    void grant(PeerId peer) {
        MemberEntry member = news.of(peer).orElseThrow(() -> new UserMistakeException("The node " + peer
                + " is not known here: allowed are members that this node has met since it started"));
        CertificateChain granted = access.grant(member.description().publicBytes());
        transport.tell(peer, new NewsMessages.NewCertificates(granted).encode());
    }

    /** Founds the run now, here or wherever it is the turn. */
    void foundNow() {
        host.foundNow();
        news.tellToFound();
    }

    /** Ends the tunnel. */
    Future<Void> close() {
        return tunnel.close();
    }

    private final class EnrolmentHost implements EnrolmentServer.Host {

        @Override
        public List<byte[]> descriptions() {
            return news.own().stream().map(MemberEntry::signed).toList();
        }

        @Override
        public int awaits() {
            return host.awaits();
        }

        @Override
        public String name() {
            return has.directory().name();
        }

        @Override
        public boolean takesOver(NetSocket socket, byte[] question) {
            return spare.takesOver(socket, question);
        }
    }

    private final class SpareHost implements SpareCopies.Host {

        @Override
        public List<PeerId> livePeers() {
            return host.livePeers();
        }

        @Override
        public RunOptions options() {
            return host.options();
        }
    }

    private final class NewsHost implements MemberNews.Host {

        @Override
        public void tell(PeerId to, byte[] bytes) {
            transport.tell(to, bytes);
        }

        @Override
        public List<PeerId> connected() {
            return transport.connected();
        }

        @Override
        public void learned(MemberEntry member) {
            SelfDescription description = member.description();
            PeerId peer = description.peer();
            has.names().named(peer.text(), description.name());
            transport.locate(peer, description.addresses());
            has.disk().once("peers.txt", () -> has.directory().rememberPeer(description.addresses().getFirst()));
            tunnel.open(peer);
            host.cluster().ifPresent(cluster -> cluster.alsoAt(LoopbackAlias.of(peer)));
        }

        @Override
        public void revoked(List<PeerId> gone) {
            Set<PeerId> all = new LinkedHashSet<>(gone);
            all.addAll(transport.closeRefused());
            all.forEach(peer -> {
                tunnel.close(peer);
                transport.forget(peer);
                host.revoked(peer);
            });
            spare.revoked(all);
            access.ownRefusal().ifPresent(host::stop);
        }

        @Override
        public void ownLater(SelfDescription later) {
            if (NodeDirectory.isOfAnotherDevice(later.incarnation(), own.incarnation())) {
                host.stop("This node was restored on another device, which is at " + later.addresses()
                        + " and goes on with a later life: no two devices can be one node, so remove the folder "
                        + has.directory().path());
            }
        }

        @Override
        public void foundNow() {
            host.foundNow();
        }

        @Override
        public void diskFails(String file, IOException failure) {
            has.disk().tell(file, Optional.of(failure));
        }
    }
}
