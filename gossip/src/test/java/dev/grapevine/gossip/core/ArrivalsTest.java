package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.leaving.Outlived;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.standing.Standing;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

class ArrivalsTest {

    private final OneNodesParts node = OneNodesParts.running();

    private ExchangeMessage.Offer offer() {
        return new ExchangeMessage.Offer(1, node.parts.run.charterFingerprint, 0);
    }

    @Test
    void messageReachesItsConversation() {
        node.hear(offer(), 1, 3);
        assertThat(node.sent()).singleElement().isInstanceOf(ExchangeMessage.Accept.class);
    }

    @Test
    void messageForAnEarlierLifeIsRefused() {
        node.hear(offer(), 1, 2);
        assertThat(node.sent()).singleElement().isInstanceOfSatisfying(ExchangeMessage.Decline.class,
                decline -> assertThat(decline.sentence()).isEqualTo("m restarted"));
    }

    @Test
    void messageToANodeThatDoesNotRunIsRefused() {
        OneNodesParts looking = new OneNodesParts(Phase.ENROLLING);
        looking.hear(offer(), 1, 0);
        assertThat(looking.sent()).singleElement().isInstanceOfSatisfying(ExchangeMessage.Decline.class,
                decline -> assertThat(decline.sentence()).isEqualTo("m is enrolling"));
    }

    @Test
    void messageOfADeadLifeIsAnsweredOnceASecond() {
        node.hear(offer(), 5, 3);
        node.take();
        node.hear(offer(), 4, 3);
        node.hear(offer(), 4, 3);
        assertThat(node.sent()).containsExactly(new Outlived(5));
    }

    @Test
    void blockThatTheModelDoesNotHaveIsAFault() {
        node.hear(new ExchangeMessage.BlockDone(1, node.parts.run.replica.blocks().count()), 1, 3);
        assertThat(node.facts()).containsExactly(
                new Fact.PeerFaulted(OneNodesParts.PEER, "a block that the model does not have"));
    }

    @Test
    void framesOfABannedPeerAreDroppedAndCounted() {
        for (int i = 0; i < Standing.FAULTS_TOLERATED; i++) {
            node.arrivals.arrived(OneNodesParts.PEER, new byte[]{1});
        }
        node.take();
        node.hear(offer(), 1, 3);
        node.hear(offer(), 1, 3);
        Effect dropped = new Effect.Report(new Fact.LimitReached(Limit.BAN, OneNodesParts.PEER));
        assertThat(node.take()).containsExactly(dropped, dropped);
    }

    @Test
    void frameUnderTheNodesOwnNameIsIgnored() {
        node.arrivals.arrived(OneNodesParts.SELF, new byte[]{1});
        assertThat(node.take()).isEmpty();
    }

    @Test
    void memberInAnImpossibleLifeIsRefused() {
        node.arrivals.joined(OneNodesParts.PEER, 0);
        assertThat(node.parts.isLive(OneNodesParts.PEER)).isFalse();
        assertThat(node.facts()).singleElement().isInstanceOf(Fact.PeerRefused.class);
    }

    @Test
    void departedPeerIsGoneForGood() {
        node.arrivals.joined(OneNodesParts.PEER, 1);
        assertThat(node.parts.isLive(OneNodesParts.PEER)).isTrue();
        node.arrivals.departed(OneNodesParts.PEER);
        assertThat(node.parts.isLive(OneNodesParts.PEER)).isFalse();
        node.arrivals.joined(OneNodesParts.PEER, 1);
        assertThat(node.parts.isLive(OneNodesParts.PEER)).as("it is buried").isFalse();
        node.arrivals.joined(OneNodesParts.PEER, 2);
        assertThat(node.parts.isLive(OneNodesParts.PEER)).isTrue();
    }

    @Test
    void laterLifeThatAnotherClaimsHasToBeCredible() {
        node.arrivals.joined(OneNodesParts.PEER, 1);
        node.arrivals.outlived(OneNodesParts.PEER, new Outlived(1L << 60));
        assertThat(node.facts()).singleElement().isInstanceOf(Fact.PeerFaulted.class);
        node.arrivals.outlived(OneNodesParts.PEER, new Outlived(4));
        node.parts.now = Duration.ofMinutes(6);
        node.arrivals.outlived(OneNodesParts.PEER, new Outlived(4));
        assertThat(node.take()).contains(new Effect.Outlived(4));
    }
}
