package dev.grapevine.node.membership;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.words.Address;

/**
 * Cluster membership by Hazelcast. A peer's identity, incarnation and address are attributes of its member, because
 * Hazelcast gives a member a new UUID when its half of a split brain merges back.
 *
 * <p>Members listen on loopback only. Starting and stopping block. The listener is called on Hazelcast's threads, one
 * call at a time.
 */
public final class Membership implements Cluster {

    /** The peer's signed self-description in base 64. */
    private static final String DESCRIPTION = "grapevine.self";
    private static final int DESCRIPTION_LENGTH_MAX = SelfDescription.MAX_BYTES / 3 * 4 + 4;
    private static final int PORT_DISTANCE = 10_000;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * A peer's identity, incarnation and gossip addresses, as its key has signed them.
     *
     * @param addresses at least one, the most likely first
     * @param name      for people; may be empty
     */
    public record PeerInfo(PeerId peer, long incarnation, List<Address> addresses, String name) {

        public PeerInfo {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * The place at which Hazelcast is found, all of it on this machine.
     *
     * @param bind       where it listens
     * @param advertised where others reach it, as they see it
     * @param members    where others are reached
     */
    public record Place(Address bind, Address advertised, List<Address> members) {

        public Place {
            members = List.copyOf(members);
        }

        /**
         * A place for nodes of one machine, without a tunnel.
         *
         * @param bind       address at which the node listens for gossip
         * @param advertised address at which others reach it
         * @param joins      addresses at which others listen for gossip
         */
        public static Place beside(Address bind, Address advertised, List<Address> joins) {
            return new Place(of(bind), of(advertised), joins.stream().map(Membership::of).toList());
        }

        /** A place behind tunnels. */
        public static Place tunnelled(PeerId self, List<PeerId> peers) {
            Address own = LoopbackAlias.of(self);
            return new Place(own, own, peers.stream().map(LoopbackAlias::of).toList());
        }
    }

    /** Receives changes of membership. */
    public interface Listener {
        void joined(PeerInfo peer);

        void lost(PeerId peer);

        /** Another member has this node's name: its own last life that is not suspected yet, or another node. */
        void namesake();

        /** A member has no valid signed description: it takes no part. Receives a sentence for users. */
        void stranger(String sentence);

        /** Hazelcast has ended by itself, as after a merge of halves that failed; all peers were reported as lost. */
        void ended();
    }

    private final PeerInfo self;
    private final byte[] description;
    private final InstantSource clock;
    private final Callable<Place> place;
    private final Listener listener;
    private final Members<UUID> members = new Members<>();
    /** Null until started. */
    private volatile TcpIpConfig tcpIp;
    /** Null until started. */
    private volatile HazelcastInstance hazelcast;
    private volatile boolean stopping;

    /**
     * @param self        this node as others see it, with the addresses at which they reach it
     * @param description the same, signed by the node's key
     * @param place       where Hazelcast is found; asked once at the start, and may block
     * @param clock       tells which descriptions have expired
     */
    public Membership(PeerInfo self, byte[] description, Callable<Place> place, InstantSource clock,
            Listener listener) {
        this.self = self;
        this.description = description.clone();
        this.clock = clock;
        this.place = place;
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
    public void start() throws Exception {
        Config config = config(place.call());
        try {
            hazelcast = Hazelcast.newHazelcastInstance(config);
        } catch (IllegalStateException e) {
            throw new NotJoinedException(e);
        }
        hazelcast.getLifecycleService().addLifecycleListener(event -> changed(event.getState()));
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

    private void changed(LifecycleEvent.LifecycleState state) {
        switch (state) {
            case MERGED, MERGE_FAILED -> dropUnseen();
            case SHUTDOWN -> {
                if (!stopping) {
                    keep(Set.of());
                    listener.ended();
                }
            }
            default -> {
                // Steps on the way.
            }
        }
    }

    /** Another member may be found here, too: Hazelcast looks there when it looks for other halves of its cluster. */
    @Override
    public synchronized void alsoAt(Address member) {
        if (tcpIp != null && !tcpIp.getMembers().contains(member.toString())) {
            tcpIp.addMember(member.toString());
        }
    }

    @Override
    public void stop() {
        stopping = true;
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
        List<Optional<PeerInfo>> inOrder = running.getCluster().getMembers().stream().map(this::read).toList();
        return Namesake.among(inOrder.stream().flatMap(Optional::stream).toList(), self);
    }

    private synchronized void added(Member member) {
        Optional<PeerInfo> told = read(member);
        if (told.isEmpty()) {
            listener.stranger(
                    "A member at " + member.getAddress() + " has no valid signed description of itself: it is of"
                            + " a version before 0.2, or its clock is wrong by a year, or it is no Grapevine node");
        }
        if (told.filter(info -> Namesake.is(info, self)).isPresent()) {
            listener.namesake();
        }
        told.filter(info -> !info.peer().equals(self.peer()))
                .flatMap(info -> members.added(member.getUuid(), info)).ifPresent(listener::joined);
    }

    private synchronized void removed(Member member) {
        members.removed(member.getUuid()).ifPresent(this::tell);
    }

    /**
     * Ends the members that Hazelcast has forgotten without a word: when its half of a split brain merges into the other one,
     * it begins with an empty list, and those of its half come back under other numbers. Without this, a peer that dies later
     * would still be there.
     */
    private void dropUnseen() {
        if (hazelcast.getLifecycleService().isRunning()) {
            keep(hazelcast.getCluster().getMembers().stream().map(Member::getUuid).collect(Collectors.toSet()));
        }
    }

    private synchronized void keep(Set<UUID> present) {
        members.keep(present).forEach(this::tell);
    }

    private void tell(Members.End end) {
        end.now().ifPresentOrElse(listener::joined, () -> listener.lost(end.peer()));
    }

    /**
     * Attributes prove nothing: anybody who reaches Hazelcast sets them. A statement counts if the peer's key has signed
     * it.
     */
    private Optional<PeerInfo> read(Member member) {
        return Optional.ofNullable(member.getAttribute(DESCRIPTION)).flatMap(Membership::signed)
                .filter(told -> told.isCurrent(clock.instant()) && !told.addresses().isEmpty())
                .map(told -> new PeerInfo(told.peer(), told.incarnation(), told.addresses(), told.name()));
    }

    private static Optional<SelfDescription> signed(String text) {
        try {
            return text.length() > DESCRIPTION_LENGTH_MAX
                    ? Optional.empty()
                    : SelfDescription.read(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Config config(Place at) {
        Config config = new Config();
        config.setClusterName("grapevine");
        config.setInstanceName("grapevine-" + self.peer() + "-" + self.incarnation());
        // A member without data: only its presence matters.
        config.setLiteMember(true);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getNetworkConfig().setPort(at.bind().port()).setPortAutoIncrement(false)
                .setPublicAddress(at.advertised().toString());
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        tcpIp = join.getTcpIpConfig().setEnabled(true)
                .setMembers(new ArrayList<>(at.members().stream().map(Address::toString).toList()))
                .setConnectionTimeoutSeconds(3);
        config.getMemberAttributeConfig().setAttribute(DESCRIPTION, Base64.getEncoder().encodeToString(description));
        MembershipTuning.apply(config);
        // The default filter: it admits the classes that Hazelcast itself serializes when halves of a cluster heal, and
        // no others.
        config.getSerializationConfig().setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
        config.setProperty("hazelcast.local.localAddress", at.bind().host());
        config.setProperty("hazelcast.local.publicAddress", at.advertised().toString());
        config.setProperty("hazelcast.socket.bind.any", "false");
        return config;
    }
}
