package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.notice.Notice;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

/** What nodes tell each other of how good their models are. */
class NoticesTest extends OneNode {

    private static Notice notice(float loss, float accuracy) {
        return new Notice(PLAN.charter().fingerprint(), 5, 100, loss, accuracy);
    }

    private List<Message> notices(List<Effect> effects) {
        return sent(effects).stream().filter(Notice.class::isInstance).toList();
    }

    private PeerProtocol withPeer() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        return node;
    }

    @Test
    void partnerOfTheNextExchangeIsTold_onceForEachMeasurement() {
        PeerProtocol node = withPeer();
        assertThat(notices(step(node, new Event.Evaluated(100, 0.5, 0.75)))).as("before an exchange").isEmpty();
        List<Effect> begun = finishRound(node, 1, 0.01f);
        assertThat(sent(begun)).first().isInstanceOf(ExchangeMessage.Offer.class);
        assertThat(notices(begun))
                .containsExactly(new Notice(PLAN.charter().fingerprint(), 0, 100, 0.5f, 0.75f));
        hear(node, new ExchangeMessage.Decline(1, ExchangeMessage.Refusal.BUSY, "busy"));
        now = now.plusSeconds(100);
        assertThat(sent(finishRound(node, 2, 0.01f))).isNotEmpty().noneMatch(Notice.class::isInstance);
        hear(node, new ExchangeMessage.Decline(2, ExchangeMessage.Refusal.BUSY, "busy"));
        step(node, new Event.Evaluated(100, 0.4, 0.8));
        now = now.plusSeconds(100);
        assertThat(notices(finishRound(node, 3, 0.01f)))
                .containsExactly(new Notice(PLAN.charter().fingerprint(), 2, 100, 0.4f, 0.8f));
    }

    @Test
    void runIsTheMeanOfOwnAndPeersWords_whileTheyAreLive() {
        PeerProtocol node = withPeer();
        assertThat(node.runView()).isEmpty();
        step(node, new Event.Evaluated(100, 0.5, 0.75));
        assertThat(node.runView().orElseThrow().loss().nodes()).isEqualTo(1);
        hear(node, notice(0.25f, 1));
        assertThat(node.runView().orElseThrow().loss().mean()).isCloseTo(0.375, within(1e-7));
        assertThat(node.runView().orElseThrow().accuracy().mean()).isCloseTo(0.875, within(1e-7));
        assertThat(node.runView().orElseThrow().roundsMax()).isEqualTo(5);
        step(node, new Event.PeerSuspected(PEER));
        assertThat(node.runView().orElseThrow().loss().nodes()).as("out of sight").isEqualTo(1);
        step(node, new Event.PeerJoined(PEER, 1));
        assertThat(node.runView().orElseThrow().loss().nodes()).isEqualTo(2);
        step(node, new Event.PeerJoined(PEER, 2));
        assertThat(node.runView().orElseThrow().loss().nodes()).as("its next life has another model").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0.5", "-0.1, 0.5", "Infinity, 0.5", "0.5, NaN", "0.5, 1.01", "0.5, -Infinity"})
    void whatNobodyCanMeasureIsAFault_andIsToldToNobody(float loss, float accuracy) {
        PeerProtocol node = withPeer();
        assertThat(fact(hear(node, notice(loss, accuracy)), Fact.PeerFaulted.class)).isPresent();
        assertThat(node.runView()).isEmpty();
        step(node, new Event.Evaluated(100, loss, accuracy));
        assertThat(node.runView()).isEmpty();
        assertThat(notices(finishRound(node, 1, 0.01f))).isEmpty();
    }

    @Test
    void noticeOfAnotherRunIsIgnored() {
        PeerProtocol node = withPeer();
        List<Effect> effects = hear(node, new Notice(PLAN.charter().fingerprint() + 1, 5, 100, 0.5f, 0.5f));
        assertThat(fact(effects, Fact.PeerFaulted.class)).isEmpty();
        assertThat(node.runView()).isEmpty();
    }

    @Test
    void sameLifeRemembers_andALaterOneAsksAnew() {
        PeerProtocol node = withPeer();
        step(node, new Event.Evaluated(100, 0.5, 0.75));
        hear(node, notice(0.25f, 1));
        byte[] snapshot = node.save();
        PeerProtocol same = PeerProtocol.restore(NodeLife.of(SELF, 3), Rooms.ALL, PLAN, snapshot, new RandomStream(5));
        assertThat(same.runView()).isEqualTo(node.runView());
        assertThat(same.save()).isEqualTo(snapshot);
        assertThat(PeerProtocol.restore(NodeLife.of(SELF, 4), Rooms.ALL, PLAN, snapshot, new RandomStream(5)).runView())
                .isEmpty();
    }

    /** A driver sends it to peers that know the message only. */
    @Test
    void noticesAreAFeature() {
        long feature = Rooms.ALL.featureFor(frames.encode(
                new Envelope(1, 1, notice(0.5f, 0.5f))));
        assertThat(feature).isPositive();
        assertThat(Rooms.ALL.features()).isEqualTo(feature);
        assertThat(Rooms.ALL.featureFor(frames.encode(
                new Envelope(1, 1, new ExchangeMessage.Accept(1))))).isZero();
    }
}
