package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.parameters.FixedPoint;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;

/** Both sides of an exchange: offers, requests, replies and what becomes of those that get lost. */
class PairwiseExchangeTest extends OneNode {

    @Test
    void anOfferIsMadeAgainAndThenGivenUp() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        Effect.SetTimer look = effect(finishRound(node, 1, 0.01f), Effect.SetTimer.class).orElseThrow();
        now = now.plus(look.delay());
        List<Effect> early = step(node, new Event.TimerFired(look.timer()));
        assertThat(sent(early)).as("too soon").isEmpty();
        Effect.SetTimer timer = effect(early, Effect.SetTimer.class).orElseThrow();
        assertThat(look.delay().plus(timer.delay())).isEqualTo(PLAN.parameters().retryAfter());
        now = now.plus(timer.delay());
        List<Effect> again = step(node, new Event.TimerFired(timer.timer()));
        assertThat(sent(again)).singleElement().isInstanceOf(Message.Offer.class);
        Effect.SetTimer second = effect(again, Effect.SetTimer.class).orElseThrow();
        assertThat(second.delay()).isEqualTo(PLAN.parameters().retryAfter().multipliedBy(2));
        now = now.plus(second.delay());
        List<Effect> third = step(node, new Event.TimerFired(second.timer()));
        now = now.plusSeconds(4);
        List<Effect> last = step(node,
                new Event.TimerFired(effect(third, Effect.SetTimer.class).orElseThrow().timer()));
        assertThat(fact(last, Fact.ExchangeAbandoned.class)).isPresent();
        assertThat(sent(finishRound(node, 2, 0.01f))).as("the peer rests").isEmpty();
        now = now.plusSeconds(4);
        assertThat(sent(finishRound(node, 3, 0.01f))).singleElement().isInstanceOf(Message.Offer.class);
    }

    @Test
    void aTimerThatNoLongerMattersDoesNothing() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        Effect.SetTimer timer = effect(finishRound(node, 1, 0.01f), Effect.SetTimer.class).orElseThrow();
        hear(node, new Message.Decline(1, Message.Refusal.BUSY, "later"));
        now = now.plus(timer.delay());
        assertThat(step(node, new Event.TimerFired(timer.timer()))).isEmpty();
    }

    @Test
    void whoHasNoAnswerAsksWhatBecameOfItsRequest() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        Effect.SetTimer look = effect(finishRound(node, 1, 0.01f), Effect.SetTimer.class).orElseThrow();
        now = now.plusMillis(40);
        Message.BlockRequest request = firstRequest(hear(node, new Message.Accept(1)));
        now = now.plus(look.delay());
        List<Message> asked = sent(step(node, new Event.TimerFired(look.timer())));
        assertThat(asked).contains(new Message.BlockQuery(1, request.block()))
                .noneMatch(Message.BlockRequest.class::isInstance);
        assertThat(sent(hear(node, new Message.BlockUnread(1, request.block())))).singleElement()
                .isInstanceOf(Message.BlockRequest.class);
        assertThat(sent(hear(node, new Message.BlockUnread(1, 7)))).as("nobody asked").isEmpty();
    }

    @Test
    void whoIsAskedSaysItsReplyAgainOrThatNothingArrived() {
        PeerProtocol node = founder();
        hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0));
        assertThat(sent(hear(node, new Message.BlockQuery(1, 0)))).containsExactly(new Message.BlockUnread(1, 0));
        List<Message> reply = sent(hear(node, requestOf(node)));
        assertThat(reply).singleElement().isInstanceOf(Message.BlockReply.class);
        assertThat(((Message.BlockReply) sent(hear(node, new Message.BlockQuery(1, 0))).getFirst()).payload())
                .isEqualTo(((Message.BlockReply) reply.getFirst()).payload());
        hear(node, new Message.BlockDone(1, 0));
        assertThat(sent(hear(node, new Message.BlockQuery(1, 0)))).isEmpty();
    }

    @Test
    void onlyExchangesThatWaitForTheSameBlockMakeStepsSmaller() {
        for (boolean overlapping : new boolean[]{false, true}) {
            PeerProtocol node = founder();
            List<Integer> waiting = List.of();
            if (overlapping) {
                waiting = sent(exchanging(node)).stream().filter(Message.BlockRequest.class::isInstance)
                        .map(message -> ((Message.BlockRequest) message).block()).toList();
                assertThat(waiting).isNotEmpty();
            }
            hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0));
            Message.BlockReply reply = sent(hear(node, requestOf(node))).stream()
                    .filter(Message.BlockReply.class::isInstance).map(Message.BlockReply.class::cast).findFirst()
                    .orElseThrow();
            assertThat(reply.openExchanges()).isEqualTo(waiting.contains(reply.block()) ? 2 : 1);
        }
    }

    @Test
    void whatIsOutOfReachIsRequestedWithMoreBits() {
        PeerProtocol node = founder();
        Message.BlockRequest request = firstRequest(exchanging(node));
        List<Message> answer = sent(hear(node, new Message.BlockOutOfReach(1, request.block())));
        assertThat(answer).singleElement().isInstanceOf(Message.BlockRest.class);
        Message.BlockRest wider = (Message.BlockRest) answer.getFirst();
        assertThat(wider.block()).isEqualTo(request.block());
        assertThat(wider.grid().stepExponent()).isEqualTo(request.grid().stepExponent());
        assertThat(wider.grid().bits()).isGreaterThan(request.grid().bits());
    }

    @Test
    void aReplyCannotMoveTheReplicaFartherThanItsRequestReaches() {
        PeerProtocol node = founder();
        Message.BlockRequest request = firstRequest(exchanging(node));
        long mass = node.replica().orElseThrow().mass();
        Grid asked = request.grid();
        for (Grid forged : List.of(new Grid(asked.stepExponent(), asked.bits() + 1),
                new Grid(asked.stepExponent() + 1, asked.bits()))) {
            byte[] payload = new byte[1 + forged.bits()];
            Arrays.fill(payload, (byte) 0x77);
            payload[0] = PLAIN;
            List<Effect> effects = hear(node, new Message.BlockReply(1, request.block(), 1, forged, payload));
            assertThat(fact(effects, Fact.PeerFaulted.class)).isPresent();
        }
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(mass);
        assertThat(node.unfinishedBlocks()).as("the block still waits for an honest reply").isEqualTo(2);
    }

    @Test
    void aReplyIsAppliedOnceAndAcknowledgedAgain() {
        PeerProtocol node = founder();
        Message.BlockRequest request = firstRequest(exchanging(node));
        Message.BlockReply reply = new Message.BlockReply(1, request.block(), 1, request.grid(),
                new byte[]{PLAIN, 0x11, 0x11, 0x11, 0x11});
        assertThat(sent(hear(node, reply))).contains(new Message.BlockDone(1, request.block()));
        long mass = node.replica().orElseThrow().mass();
        assertThat(sent(hear(node, reply))).containsExactly(new Message.BlockDone(1, request.block()));
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(mass);
    }

    @Test
    void aRequestIsAnsweredOnceAndRepeatedWithTheSameBytes() {
        PeerProtocol node = founder();
        hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0));
        Message.BlockRequest request = requestOf(node);
        Message.BlockReply reply = (Message.BlockReply) sent(hear(node, request)).getFirst();
        long mass = node.replica().orElseThrow().mass();
        finishRound(node, 1, 0.25f);
        long trained = node.replica().orElseThrow().mass();
        Message.BlockReply again = (Message.BlockReply) sent(hear(node, request)).getFirst();
        assertThat(again.payload()).isEqualTo(reply.payload());
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(trained).isNotEqualTo(mass);
        hear(node, new Message.BlockDone(1, 0));
        assertThat(sent(hear(node, request))).as("acknowledged, so nothing is left to repeat").isEmpty();
        assertThat(node.unfinishedBlocks()).isZero();
    }

    @Test
    void whoSendsAllBitsHasNothingToAddWhenItIsSaidAgainThatTheyAreTooFew() {
        PeerProtocol node = founder();
        int block = firstRequest(exchanging(node)).block();
        List<Message> answer = sent(hear(node, new Message.BlockOutOfReach(1, block)));
        for (int attempts = 1; !answer.isEmpty(); attempts++) {
            assertThat(attempts).isLessThan(10);
            answer = sent(hear(node, new Message.BlockOutOfReach(1, block)));
        }
        Message.BlockRequest whole = firstRequest(hear(node, new Message.BlockUnread(1, block)));
        assertThat(whole.grid().bits()).isEqualTo(Grid.MAX_BITS);
    }

    @Test
    void valuesThatCannotBeReadWithAllBitsAreAFaultAndGetNoAnswer() {
        PeerProtocol node = founder();
        hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0));
        Message.BlockRequest request = requestOf(node);
        request.payload()[0] ^= 1;
        List<Effect> effects = hear(node, request);
        assertThat(sent(effects)).isEmpty();
        assertThat(fact(effects, Fact.PeerFaulted.class)).isPresent();
    }

    /** Block 0 of a peer whose replica is a little off, with so many bits that any difference is in reach. */
    private Message.BlockRequest requestOf(PeerProtocol node) {
        int[] others = node.replica().orElseThrow().units().clone();
        for (int i = 0; i < others.length; i++) {
            others[i] += 1 << 14;
        }
        PeerProtocol peer = new PeerProtocol(PEER, 1, frames,
                new RunPlan(PLAN.charter(), PLAN.parameters(), "pairwise", "modular:4", "average", toFloats(others)),
                new RandomStream(9));
        step(peer, new Event.Started());
        step(peer, new Event.PeerJoined(SELF, 3));
        float[] unchanged = new float[20];
        peer.replica().orElseThrow().copyTo(unchanged);
        step(peer, new Event.RoundFinished(new RoundResult(1, unchanged, 1, 1, 1)));
        tell(peer, new Message.Accept(1));
        for (int block = 1; block < 3; block++) {
            // What comes first depends on the peer's randomness: finish the others until block 0 is requested.
            tell(peer, new Message.BlockReply(1, block, 1, new Grid(0, 0), new byte[0]));
        }
        Message.BlockRequest widest;
        do {
            tell(peer, new Message.BlockOutOfReach(1, 0));
            // As if the other side had kept nothing of the last attempt.
            widest = firstRequest(tell(peer, new Message.BlockUnread(1, 0)));
        } while (widest.grid().bits() < Grid.MAX_BITS);
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

    @Test
    void whoFollowsAnotherCharterIsToldInWhatTheyDiffer() {
        PeerProtocol node = founder();
        assertThat(sent(hear(node, new Message.Offer(1, 42, 0)))).singleElement()
                .isEqualTo(new Message.Decline(1, Message.Refusal.CHARTER, "m follows another charter"));
        step(node, new Event.PeerJoined(PEER, 1));
        finishRound(node, 1, 0.01f);
        assertThat(sent(hear(node, new Message.Decline(1, Message.Refusal.CHARTER, ""))))
                .containsExactly(new Message.CharterRequest());
        Charter theirs = new Charter(List.of(new Charter.Term("seed", "2", true)));
        assertThat(fact(hear(node, new Message.CharterReply(Optional.of(theirs), 3)), Fact.PeerRefused.class))
                .contains(new Fact.PeerRefused(PEER, "peer takes no part: seed is 1 here and 2 there"));
        assertThat(sent(finishRound(node, 2, 0.01f))).as("no more offers to it").isEmpty();
        step(node, new Event.PeerJoined(PEER, 2));
        assertThat(sent(finishRound(node, 3, 0.01f))).as("until it is another incarnation").hasSize(1);
    }

    @Test
    void aFullTableTakesNothingNew() {
        ProtocolParameters usual = PLAN.parameters();
        ProtocolParameters small = new ProtocolParameters(usual.blockSize(), 1, 1, Duration.ZERO, 0.5f, 2, 2, 4,
                usual.retryAfter(), usual.retryAfterMax(), 3, 4, usual.enrolmentPatience(), usual.sumsPatience(),
                usual.leavePatience(),
                usual.checkpointInterval(), usual.frameBytesMax(), usual.flow());
        RunPlan plan = new RunPlan(PLAN.charter(), small, "pairwise", "modular:4", "average", PLAN.initialParameters());
        PeerProtocol node = new PeerProtocol(SELF, 3, frames, plan, new RandomStream(5));
        step(node, new Event.Started());
        exchanging(node);
        Message.Offer offer = new Message.Offer(1, plan.charter().fingerprint(), 0);
        assertThat(sent(hear(node, offer))).containsExactly(new Message.Accept(1));
        PeerId third = new PeerId("third");
        step(node, new Event.PeerJoined(third, 1));
        assertThat(sent(finishRound(node, 2, 0.01f))).singleElement().isInstanceOf(Message.Offer.class);
        List<Effect> effects = step(node, new Event.MessageArrived(third,
                frames.encode(new Envelope(1, 3, new Message.Accept(2)))));
        assertThat(sent(effects)).hasSize(2);
        List<Effect> full = step(node, new Event.MessageArrived(new PeerId("fourth"),
                frames.encode(new Envelope(1, 3, offer))));
        assertThat(sent(full)).singleElement()
                .isEqualTo(new Message.Decline(1, Message.Refusal.BUSY, "m has too many unfinished blocks"));
        assertThat(fact(full, Fact.TableFull.class)).contains(new Fact.TableFull(4));
    }
}
