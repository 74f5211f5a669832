package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.shares.ClassSharesNotice;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

/** Two nodes that exchange by their flow parameters. */
class FlowTest extends OneNode {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private static final int PARAMETERS = 20;

    private PeerProtocol node(PeerId id, FlowParameters flow) {
        return node(id, "modular:4", flow);
    }

    private PeerProtocol node(PeerId id, String compression, FlowParameters flow) {
        RunPlan plan = ProtocolWorld.plan(1, PARAMETERS, compression, 8, flow);
        PeerProtocol node = PeerProtocol.knowing(NodeLife.of(id, 1), Rooms.ALL, plan,
                new RandomStream(id.text().hashCode()));
        node.step(now, new Event.Started());
        return node;
    }

    private List<Effect> finishRound(PeerProtocol node, float change) {
        now = now.plusMillis(10);
        float[] end = new float[PARAMETERS];
        node.replica().orElseThrow().copyTo(end);
        for (int i = 0; i < end.length; i++) {
            end[i] += change;
        }
        return node.step(now, new Event.RoundFinished(new RoundResult(node.rounds() + 1, end, 1, 1, 0.5)));
    }

    /** Carries messages to and fro until there are none; returns all of them. */
    private List<Message> talk(PeerProtocol from, PeerId fromId, PeerProtocol to, List<Effect> effects) {
        List<Message> said = new ArrayList<>(sent(effects));
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                List<Effect> answer = to.step(now, new Event.MessageArrived(fromId, send.bytes()));
                said.addAll(talk(to, send.to(), from, answer));
            }
        }
        return said;
    }

    @ParameterizedTest
    @CsvSource({"modular:4, 4, 1", "modular:4, 5, 3", "modular:4, 8, 3", "modular:4, 9, 7", "modular:4, 20, 15",
            "modular:2, 4, 3", "modular:2, 5, 7"})
    void stalenessOrCoarseRoundingReducesTheStep(String compression, int ahead, int openExchanges) {
        FlowParameters flow = FlowParameters.DEFAULT.withStaleness(new Staleness(4));
        PeerProtocol anna = node(ANNA, compression, flow);
        PeerProtocol bert = node(BERT, compression, flow);
        finishRound(bert, 0.05f);
        for (int round = 0; round < ahead; round++) {
            finishRound(anna, 0.5f / ahead);
        }
        anna.step(now, new Event.PeerJoined(BERT, 1));
        long sum = anna.replica().orElseThrow().mass() + bert.replica().orElseThrow().mass();
        long before = bert.replica().orElseThrow().mass();
        List<Message> said = talk(anna, ANNA, bert, finishRound(anna, 0));
        assertThat(said).filteredOn(ExchangeMessage.BlockReply.class::isInstance).hasSize(3)
                .allMatch(reply -> ((ExchangeMessage.BlockReply) reply).step().divisor() == openExchanges + 1);
        long moved = bert.replica().orElseThrow().mass() - before;
        double whole = sum - 2.0 * before;
        assertThat(moved / whole).isBetween(0.9 / (openExchanges + 1), 1.1 / (openExchanges + 1));
        assertThat(anna.replica().orElseThrow().mass() + bert.replica().orElseThrow().mass()).isEqualTo(sum);
    }

    @Test
    void usefulExchangeMakesANodeSpendTokens() {
        PeerProtocol anna = node(ANNA,
                FlowParameters.DEFAULT.withTokens(Optional.of(new TokenAccount.Strategy(2, 100))));
        PeerProtocol bert = node(BERT, FlowParameters.DEFAULT);
        bert.step(now, new Event.PeerJoined(ANNA, 1));
        anna.step(now, new Event.PeerJoined(new PeerId("carl"), 1));
        int saved = 0;
        while (saved < 4) {
            saved += sent(finishRound(anna, 0)).isEmpty() ? 1 : 0;
        }
        assertThat(talk(bert, BERT, anna, finishRound(bert, 0.5f))).filteredOn(ExchangeMessage.Offer.class::isInstance)
                .as("Bert's, and what Anna has to tell Carl").hasSizeGreaterThan(1);
    }

    private static final FlowParameters COMPLEMENTARY = FlowParameters.DEFAULT
            .withOverlay(Overlays.byName("complementary"));

    private static Message notice(RunPlan plan, long... rows) {
        return new ClassSharesNotice(plan.charter().fingerprint(), ClassShares.ofRows(rows).orElseThrow());
    }

    private List<Effect> hear(PeerProtocol node, long life, Message message) {
        return node.step(now, new Event.MessageArrived(BERT, frames.encode(new Envelope(life, 1, message))));
    }

    private static boolean isFault(List<Effect> effects) {
        return effects.stream().anyMatch(effect -> effect instanceof Effect.Report report
                && report.fact() instanceof Fact.PeerFaulted);
    }

    @Test
    void unexpectedClassSharesAreAFault() {
        RunPlan plan = ProtocolWorld.plan(1, PARAMETERS, "modular:4", 8, COMPLEMENTARY);
        assertThat(isFault(hear(node(ANNA, COMPLEMENTARY), 1, notice(plan, 3, 1)))).isFalse();
        assertThat(isFault(hear(node(ANNA, COMPLEMENTARY), 1, notice(plan, 3, 1, 0)))).as("of other classes").isTrue();
        assertThat(isFault(hear(node(ANNA, FlowParameters.DEFAULT), 1, notice(plan, 3, 1)))).isTrue();
        PeerProtocol random = node(ANNA, FlowParameters.DEFAULT);
        assertThat(sent(random.step(now, new Event.PeerJoined(BERT, 1)))).as("nobody tells what nobody asks for")
                .isEmpty();
    }
}
