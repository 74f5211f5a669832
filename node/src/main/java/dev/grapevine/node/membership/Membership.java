package dev.grapevine.node.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.words.Address;

/**
 * Cluster membership by Hazelcast. A peer's identity, incarnation and address are attributes of its member, because
 * Hazelcast gives a member a new UUID when its half of a split brain merges back.
 *
 * <p>Members listen on loopback only. Starting and stopping block. The listener is called on Hazelcast's threads, one
 * call at a time.
 */
public final class Membership implements Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String PEER = "grapevine.peer";
    private static final String INCARNATION = "grapevine.incarnation";
    private static final String ADDRESS = "grapevine.address";
    private static final int PORT_DISTANCE = 10_000;
    private static final int HIGHEST_PORT = 65_535;

    /** A peer's identity, incarnation and gossip address. */
    public record PeerInfo(PeerId peer, long incarnation, Address address) {}

    /** Receives changes of membership. */
    public interface Listener {
        void joined(PeerInfo peer);

        void lost(PeerId peer);

        /** Another member has this node's name: its own last life that is not suspected yet, or another node. */
        void namesake();
    }

    private final PeerInfo self;
    private final Address bind;
    private final List<Address> joins;
    private final Listener listener;
    private final Members<UUID> members = new Members<>();
    /** Null until started. */
    private volatile HazelcastInstance hazelcast;

    /**
     * @param self  this node as others see it, with the address at which they reach it
     * @param bind  address at which this node listens for gossip
     * @param joins addresses at which others listen for gossip
     */
    public Membership(PeerInfo self, Address bind, List<Address> joins, Listener listener) {
        this.self = self;
        this.bind = bind;
        this.joins = List.copyOf(joins);
        this.listener = listener;
    }

    /**
     * The membership address of a node with the given gossip address: same host, port plus 10 000, or minus if that is
     * too high.
     */
    public static Address of(Address gossip) {
        int port = gossip.port() + PORT_DISTANCE;
        return new Address(gossip.host(), port <= HIGHEST_PORT ? port : gossip.port() - PORT_DISTANCE);
    }

    /** Joins the cluster, or founds it. Blocks for some seconds. */
    @Override
    public void start() {
        hazelcast = Hazelcast.newHazelcastInstance(config());
        // Reports present members and changes in one order: no member leaves before it was reported.
        hazelcast.getCluster().addMembershipListener(new InitialMembershipListener() {
            @Override
            public void init(InitialMembershipEvent event) {
                event.getMembers().forEach(Membership.this::added);
            }

            @Override
            public void memberAdded(MembershipEvent event) {
                added(event.getMember());
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                removed(event.getMember());
            }
        });
    }

    @Override
    public void stop() {
        if (hazelcast != null) {
            hazelcast.getLifecycleService().terminate();
        }
    }

    @Override
    public Namesake namesake() {
        HazelcastInstance running = hazelcast;
        if (running == null || !running.getLifecycleService().isRunning()) {
            return Namesake.NONE;
        }
        // In the order of joining, on which all members agree.
        List<Optional<PeerInfo>> inOrder = running.getCluster().getMembers().stream().map(Membership::read).toList();
        return Namesake.among(inOrder.stream().flatMap(Optional::stream).toList(), self);
    }

    private synchronized void added(Member member) {
        if (read(member).filter(info -> Namesake.is(info, self)).isPresent()) {
            listener.namesake();
        }
        read(member).filter(info -> !info.peer().equals(self.peer()))
                .flatMap(info -> members.added(member.getUuid(), info)).ifPresent(listener::joined);
    }

    private synchronized void removed(Member member) {
        members.removed(member.getUuid()).ifPresent(
                end -> end.now().ifPresentOrElse(listener::joined, () -> listener.lost(end.peer())));
    }

    private static Optional<PeerInfo> read(Member member) {
        try {
            return Optional.of(new PeerInfo(new PeerId(member.getAttribute(PEER)),
                    Long.parseLong(member.getAttribute(INCARNATION)), Address.parse(member.getAttribute(ADDRESS))));
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.warn("A member at {} is not a Grapevine node", member.getAddress());
            return Optional.empty();
        }
    }

    private Config config() {
        Address own = of(bind);
        Address advertised = of(self.address());
        Config config = new Config();
        config.setClusterName("grapevine");
        config.setInstanceName("grapevine-" + self.peer() + "-" + self.incarnation());
        // A member without data: only its presence matters.
        config.setLiteMember(true);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getNetworkConfig().setPort(own.port()).setPortAutoIncrement(false)
                .setPublicAddress(advertised.toString());
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        List<String> members = new ArrayList<>();
        joins.forEach(address -> members.add(of(address).toString()));
        join.getTcpIpConfig().setEnabled(true).setMembers(members).setConnectionTimeoutSeconds(3);
        config.getMemberAttributeConfig().setAttribute(PEER, self.peer().text());
        config.getMemberAttributeConfig().setAttribute(INCARNATION, String.valueOf(self.incarnation()));
        config.getMemberAttributeConfig().setAttribute(ADDRESS, self.address().toString());
        MembershipTuning.apply(config);
        config.setProperty("hazelcast.local.localAddress", own.host());
        config.setProperty("hazelcast.local.publicAddress", advertised.toString());
        config.setProperty("hazelcast.socket.bind.any", "false");
        return config;
    }
}
