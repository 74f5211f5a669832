package dev.grapevine.node.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.enrolment.EnrolmentClient;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.security.EnrolmentMessages;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.transport.PeerTransport;
import dev.grapevine.node.words.Address;

/**
 * Connects this node to members that it knows and is not connected to, a few at a time, and finds out why if nobody lets it
 * in. For one event loop.
 */
final class MemberMeetings {

    private static final int AT_ONCE = 3;

    private final Equipment has;
    private final RunAccess access;
    private final PeerTransport transport;
    private final EnrolmentClient enrolment;
    private final MemberNews news;
    private final OwnDescription own;
    private final Random random;
    private final NoticeLimit refusals = new NoticeLimit();
    private final Set<Address> firstAddresses = new LinkedHashSet<>();
    private boolean hasBegun;

    /** @param random for the order of addresses */
    MemberMeetings(Equipment has, RunAccess access, PeerTransport transport, EnrolmentClient enrolment,
            MemberNews news, OwnDescription own, Random random) {
        this.has = has;
        this.access = access;
        this.transport = transport;
        this.enrolment = enrolment;
        this.news = news;
        this.own = own;
        this.random = random;
    }

    /** Adds addresses that are tried while this node is connected to nobody; returns whether it is the first time. */
    boolean tryAt(List<Address> addresses) {
        boolean isFirst = !hasBegun;
        hasBegun = true;
        firstAddresses.addAll(addresses);
        return isFirst;
    }

    /** Tries to connect to members at random. */
    void meetOthers() {
        Set<PeerId> connected = Set.copyOf(transport.connected());
        List<Address> absent = new ArrayList<>();
        news.members().stream().filter(entry -> !connected.contains(entry.description().peer()))
                .forEach(entry -> absent.addAll(entry.description().addresses()));
        if (connected.isEmpty()) {
            absent.addAll(firstAddresses);
        }
        Collections.shuffle(absent, random);
        absent.stream().distinct().filter(address -> !own.addresses().contains(address)).limit(AT_ONCE)
                .forEach(address -> transport.meet(address).onFailure(unused -> askWhy(address)));
    }

    /** A refusal of TLS tells no reason and may be lost: a node that meets nobody asks for it. The answer proves nothing. */
    private void askWhy(Address address) {
        if (!transport.connected().isEmpty() || has.shutdown().isStopping()) {
            return;
        }
        enrolment.ask(address, anybody -> true, exporter -> access.renewal()).onSuccess(answer -> {
            if (answer instanceof EnrolmentMessages.Refused refused && refused.refusal().isOfTheDevice()) {
                refusals.say(has.clock().now(), "The node at " + address + " does not let this device in: "
                        + refused.refusal().sentence()).ifPresent(has.listener()::notice);
            }
        });
    }
}
