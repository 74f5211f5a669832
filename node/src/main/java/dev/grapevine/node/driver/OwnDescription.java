package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;

import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.words.Address;

/**
 * The description of this node that it signs and spreads among members: who it is, its present life, and where it can be
 * reached. For one event loop.
 */
final class OwnDescription {

    /**
     * The time for which a description holds, longer than any life of a node: attributes of a member cannot be renewed.
     */
    static final Duration LIFE = Duration.ofDays(365);

    private final Equipment has;
    private final RunAccess access;
    private final MemberNews news;
    private Address bound;
    private NodeLife life;
    private List<Address> addresses = List.of();

    OwnDescription(Equipment has, RunAccess access, MemberNews news) {
        this.has = has;
        this.access = access;
        this.news = news;
    }

    /** The node listens at an address. */
    void listens(NodeLife first, Address at) {
        life = first;
        bound = at;
        spread();
    }

    /** The incarnation of the present life. */
    long incarnation() {
        return life.incarnation();
    }

    /** A life begins; nothing happens if it is the one that was described last. */
    void begin(NodeLife begins) {
        if (!life.equals(begins)) {
            life = begins;
            spread();
        }
    }

    /** The addresses that were described last; empty before the node listens. */
    List<Address> addresses() {
        return addresses;
    }

    /** Signs the description anew, and tells all peers. */
    void spread() {
        addresses = OwnAddresses.of(bound, has.config().advertise());
        news.describe(MemberEntry.of(new SelfDescription(has.key().publicBytes(), has.directory().name(),
                life.incarnation(), addresses, access.now().plus(LIFE)), has.key(), access.chain()));
    }

    /** Spreads the description again if the machine has other addresses now. */
    void lookAfterAddresses() {
        if (!OwnAddresses.of(bound, has.config().advertise()).equals(addresses)) {
            spread();
            has.listener().notice("Is now at " + addresses + ", and tells its peers");
        }
    }
}
