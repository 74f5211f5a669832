package dev.grapevine.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Membership.PeerInfo;
import dev.grapevine.node.words.Address;

class MembersTest {

    private static final PeerId ALICE = new PeerId("alice");

    private final Members<String> members = new Members<>();

    private static PeerInfo life(long incarnation) {
        return new PeerInfo(ALICE, incarnation, List.of(new Address("127.0.0.1", 7000 + (int) incarnation)), "");
    }

    @Test
    void peerStaysWhileOneMemberIsSeen() {
        assertThat(members.added("a", life(1))).contains(life(1));
        assertThat(members.added("a", life(1))).as("repeated").isEmpty();
        assertThat(members.added("b", life(2))).contains(life(2));
        assertThat(members.removed("a")).isEmpty();
        assertThat(members.removed("b")).contains(new Members.End(ALICE, Optional.empty()));
        assertThat(members.removed("b")).isEmpty();
        assertThat(members.removed("unknown")).isEmpty();
    }

    /** As when a copied folder's node stops, or a node restarts from an old folder before its crash was noticed. */
    @Test
    void olderLifeCountsWhenNewestEnds() {
        members.added("a", life(1));
        members.added("c", life(3));
        members.added("b", life(2));
        assertThat(members.removed("c")).contains(new Members.End(ALICE, Optional.of(life(2))));
        assertThat(members.removed("a")).isEmpty();
        assertThat(members.removed("b")).contains(new Members.End(ALICE, Optional.empty()));
    }

    /** As when its half of a split brain has merged into the other one. */
    @Test
    void membersThatAreNotPresentEnd() {
        members.added("a before", life(1));
        members.added("a after", life(1));
        assertThat(members.keep(Set.of("a after", "b"))).isEmpty();
        assertThat(members.removed("a after")).contains(new Members.End(ALICE, Optional.empty()));
        members.added("c", life(2));
        assertThat(members.keep(Set.of())).containsExactly(new Members.End(ALICE, Optional.empty()));
    }

    /** As while a split brain heals. */
    @Test
    void olderLifeNeverReplacesNewer() {
        assertThat(members.added("b", life(2))).contains(life(2));
        assertThat(members.added("a", life(1))).isEmpty();
        assertThat(members.removed("a")).as("the newer one is still seen").isEmpty();
        assertThat(members.removed("b")).contains(new Members.End(ALICE, Optional.empty()));
    }
}
