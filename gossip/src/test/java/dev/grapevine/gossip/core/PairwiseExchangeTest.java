package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

/** Both sides of an exchange: offers, requests, replies and lost messages. */
class PairwiseExchangeTest extends OneNode {

    @Test
    void replyMovesNoFartherThanTheReachOfItsRequest() {
        PeerProtocol node = founder();
        ExchangeMessage.BlockRequest request = firstRequest(exchanging(node));
        long mass = node.replica().orElseThrow().mass();
        Lattice asked = request.lattice();
        for (Lattice forged : List.of(new Lattice(asked.stepExponent(), asked.bits() + 1),
                new Lattice(asked.stepExponent() + 1, asked.bits()))) {
            byte[] payload = new byte[1 + forged.bits()];
            Arrays.fill(payload, (byte) 0x77);
            payload[0] = PLAIN;
            List<Effect> effects = hear(node,
                    new ExchangeMessage.BlockReply(1, request.block(), MixingStep.HALF, forged, payload));
            assertThat(fact(effects, Fact.PeerFaulted.class)).isPresent();
        }
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(mass);
        assertThat(node.unfinishedBlocks()).as("the block still waits for an honest reply").isEqualTo(2);
    }

    @Test
    void repeatedRequestIsAnsweredWithTheSameBytes() {
        PeerProtocol node = founder();
        hear(node, new ExchangeMessage.Offer(1, PLAN.charter().fingerprint(), 0));
        ExchangeMessage.BlockRequest request = requestOf(node);
        ExchangeMessage.BlockReply reply = (ExchangeMessage.BlockReply) sent(hear(node, request)).getFirst();
        long mass = node.replica().orElseThrow().mass();
        finishRound(node, 1, 0.25f);
        long trained = node.replica().orElseThrow().mass();
        ExchangeMessage.BlockReply again = (ExchangeMessage.BlockReply) sent(hear(node, request)).getFirst();
        assertThat(again.payload()).isEqualTo(reply.payload());
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(trained).isNotEqualTo(mass);
        hear(node, new ExchangeMessage.BlockDone(1, 0));
        assertThat(sent(hear(node, request))).as("acknowledged, so nothing is left to repeat").isEmpty();
        assertThat(node.unfinishedBlocks()).isZero();
    }

    @Test
    void outOfReachAfterAllBitsIsNotAnswered() {
        PeerProtocol node = founder();
        int block = firstRequest(exchanging(node)).block();
        List<Message> answer = sent(hear(node, new ExchangeMessage.BlockOutOfReach(1, block)));
        for (int attempts = 1; !answer.isEmpty(); attempts++) {
            assertThat(attempts).isLessThan(10);
            answer = sent(hear(node, new ExchangeMessage.BlockOutOfReach(1, block)));
        }
        ExchangeMessage.BlockRequest whole = firstRequest(hear(node, new ExchangeMessage.BlockUnread(1, block)));
        assertThat(whole.lattice().bits()).isEqualTo(Lattice.MAX_BITS);
    }

    @Test
    void undecodableValuesWithAllBitsAreAFaultAndNotAnswered() {
        PeerProtocol node = founder();
        hear(node, new ExchangeMessage.Offer(1, PLAN.charter().fingerprint(), 0));
        ExchangeMessage.BlockRequest request = requestOf(node);
        request.payload()[0] ^= 1;
        List<Effect> effects = hear(node, request);
        assertThat(sent(effects)).isEmpty();
        assertThat(fact(effects, Fact.PeerFaulted.class)).isPresent();
    }

    /** Block 0 of a peer whose replica is a little off, with so many bits that any difference is in reach. */
    private ExchangeMessage.BlockRequest requestOf(PeerProtocol node) {
        int[] others = node.replica().orElseThrow().units().clone();
        for (int i = 0; i < others.length; i++) {
            others[i] += 1 << 14;
        }
        PeerProtocol peer = PeerProtocol.knowing(NodeLife.of(PEER, 1), Rooms.ALL,
                new RunPlan(PLAN.charter(), PLAN.parameters(), Rooms.ALL.strategy("pairwise", "modular:4"),
                        new Average(), toFloats(others)),
                new RandomStream(9));
        step(peer, new Event.Started());
        step(peer, new Event.PeerJoined(SELF, 3));
        float[] unchanged = new float[20];
        peer.replica().orElseThrow().copyTo(unchanged);
        step(peer, new Event.RoundFinished(new RoundResult(1, unchanged, 1, 1, 1)));
        tell(peer, new ExchangeMessage.Accept(1));
        for (int block = 1; block < 3; block++) {
            // The first block depends on the peer's randomness: finish the others until block 0 is requested.
            tell(peer, new ExchangeMessage.BlockReply(1, block, MixingStep.HALF, new Lattice(0, 0), new byte[0]));
        }
        ExchangeMessage.BlockRequest widest;
        do {
            tell(peer, new ExchangeMessage.BlockOutOfReach(1, 0));
            // As if the other side had kept nothing of the last attempt.
            widest = firstRequest(tell(peer, new ExchangeMessage.BlockUnread(1, 0)));
        } while (widest.lattice().bits() < Lattice.MAX_BITS);
        return widest;
    }

    private List<Effect> tell(PeerProtocol peer, Message message) {
        return step(peer, new Event.MessageArrived(SELF, frames.encode(new Envelope(3, 1, message))));
    }

    private static float[] toFloats(int[] units) {
        float[] floats = new float[units.length];
        for (int i = 0; i < units.length; i++) {
            floats[i] = FixedPoint.toFloat(units[i]);
        }
        return floats;
    }
}
