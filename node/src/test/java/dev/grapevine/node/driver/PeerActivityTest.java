package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.NodePeer;
import dev.grapevine.node.words.PeerNames;

/** What each peer did. */
class PeerActivityTest {

    private static final PeerId ANN = new PeerId("ann");
    private static final PeerId BOB = new PeerId("bob");

    private final PeerActivity peers = new PeerActivity();

    private List<NodePeer> at(long seconds, PeerId... live) {
        return peers.peers(Set.of(live), new PeerNames(), Duration.ofSeconds(seconds));
    }

    private static Fact exchanged(PeerId peer) {
        return new Fact.ExchangeFinished(peer, 1, Fact.Role.RESPONDER);
    }

    @Test
    void peersAreLiveThenSilentThenSuspected() {
        assertThat(peers.joined(ANN, Duration.ZERO)).isFalse();
        peers.count(exchanged(ANN), Duration.ofSeconds(10));
        peers.count(new Fact.ExchangeAbandoned(ANN, 2, "no answer"), Duration.ofSeconds(11));
        assertThat(at(12, ANN)).containsExactly(new NodePeer("ann", "ann", "live", 1, 1, 2.0));
        assertThat(at(71, ANN)).containsExactly(new NodePeer("ann", "ann", "silent", 1, 1, 61.0));
        assertThat(at(71)).containsExactly(new NodePeer("ann", "ann", "suspected", 1, 1, 61.0));
        assertThat(peers.joined(ANN, Duration.ofSeconds(80))).isTrue();
    }

    @Test
    void peerWithoutAnExchangeHasNoTimeOfOne() {
        peers.joined(BOB, Duration.ZERO);
        assertThat(at(1, BOB)).containsExactly(new NodePeer("bob", "bob", "live", 0, 0, null));
    }

    @Test
    void factsAboutUnknownPeersAreNotCounted() {
        peers.count(exchanged(BOB), Duration.ZERO);
        assertThat(at(1)).isEmpty();
    }

    @Test
    void peersThatAreGoneAreBounded() {
        peers.joined(ANN, Duration.ZERO);
        for (int i = 0; i < 2 * PeerActivity.MAX_GONE; i++) {
            peers.joined(new PeerId("peer-" + i), Duration.ZERO);
            peers.lost(Set.of(ANN));
        }
        assertThat(at(1, ANN)).hasSize(PeerActivity.MAX_GONE + 1).extracting(NodePeer::peer).contains("ann")
                .doesNotContain("peer-0");
    }
}
