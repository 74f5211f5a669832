package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.parameters.FixedPoint;
import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.standing.Standing;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** One node, told what happens and asked what it wishes. Named after the rules of PROTOCOL.md. */
class PeerProtocolTest {

    private static final PeerId SELF = new PeerId("m");
    private static final PeerId PEER = new PeerId("peer");
    private static final RunPlan PLAN = ProtocolWorld.plan(1, 20, "modular:4", 8);

    /** Says that a difference follows with all its bits. */
    private static final byte PLAIN = (byte) 255;

    private final FrameCodec frames = ProtocolWorld.frames();
    private Duration now = Duration.ZERO;

    private PeerProtocol founder() {
        PeerProtocol node = new PeerProtocol(SELF, 3, frames, PLAN, new RandomStream(5));
        step(node, new Event.Started());
        return node;
    }

    private PeerProtocol joiner(Map<String, String> insisted) {
        PeerProtocol node = new PeerProtocol(SELF, 1, frames, PLAN.parameters(), insisted, new RandomStream(5));
        step(node, new Event.Started());
        return node;
    }

    private List<Effect> step(PeerProtocol node, Event event) {
        return node.step(now, event);
    }

    private List<Effect> hear(PeerProtocol node, long senderLife, long receiverLife, Message message) {
        return step(node,
                new Event.MessageArrived(PEER, frames.encode(new Envelope(senderLife, receiverLife, message))));
    }

    private List<Effect> hear(PeerProtocol node, Message message) {
        return hear(node, 1, 0, message);
    }

    private List<Message> sent(List<Effect> effects) {
        List<Message> messages = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                try {
                    messages.add(frames.decode(send.bytes()).message());
                } catch (MalformedFrameException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return messages;
    }

    private static <F extends Fact> Optional<F> fact(List<Effect> effects, Class<F> type) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Report report && type.isInstance(report.fact()))
                .map(effect -> type.cast(((Effect.Report) effect).fact())).findFirst();
    }

    private static <E extends Effect> Optional<E> effect(List<Effect> effects, Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private List<Effect> finishRound(PeerProtocol node, long round, float change) {
        float[] end = new float[20];
        node.replica().orElseThrow().copyTo(end);
        for (int i = 0; i < end.length; i++) {
            end[i] += change;
        }
        return step(node, new Event.RoundFinished(new RoundResult(round, end, 1, 1, 0.5)));
    }

    /** A node that has offered an exchange to its only peer, which accepted: its first block is requested. */
    private List<Effect> exchanging(PeerProtocol node) {
        step(node, new Event.PeerJoined(PEER, 1));
        assertThat(sent(finishRound(node, 1, 0.01f))).singleElement().isInstanceOf(Message.Offer.class);
        return hear(node, new Message.Accept(1));
    }

    // Rounds

    @Test
    void aFounderStartsWithACheckpointAndARound() {
        PeerProtocol node = new PeerProtocol(SELF, 3, frames, PLAN, new RandomStream(5));
        List<Effect> effects = step(node, new Event.Started());
        assertThat(effects).hasExactlyElementsOfTypes(Effect.Report.class, Effect.Checkpoint.class,
                Effect.StartRound.class);
        assertThat(effect(effects, Effect.StartRound.class).orElseThrow().round()).isEqualTo(1);
    }

    @Test
    void aLateResultIsDropped() {
        PeerProtocol node = founder();
        long mass = node.replica().orElseThrow().mass();
        assertThat(finishRound(node, 7, 1)).isEmpty();
        assertThat(node.replica().orElseThrow().mass()).isEqualTo(mass);
        assertThat(node.rounds()).isZero();
    }

    @Test
    void trainingIsAddedToWhatTheReplicaIsByThen() {
        PeerProtocol node = founder();
        float[] before = new float[20];
        node.replica().orElseThrow().copyTo(before);
        finishRound(node, 1, 0.5f);
        float[] after = new float[20];
        node.replica().orElseThrow().copyTo(after);
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isCloseTo(before[i] + 0.5f, within(1e-6f));
        }
        assertThat(node.rounds()).isEqualTo(1);
    }

    @Test
    void threeDivergedRoundsInARowStopTheNodeWithASentence() {
        PeerProtocol node = founder();
        finishRound(node, 1, Float.NaN);
        finishRound(node, 2, Float.POSITIVE_INFINITY);
        finishRound(node, 3, 0.1f);
        finishRound(node, 4, Float.NaN);
        finishRound(node, 5, Float.NaN);
        assertThat(node.phase()).isEqualTo(Phase.RUNNING);
        Effect.Halt halt = effect(finishRound(node, 6, Float.NaN), Effect.Halt.class).orElseThrow();
        assertThat(halt.cause()).isEqualTo(Effect.Cause.SETTINGS);
        assertThat(halt.sentence()).contains("learningRate");
    }

    @Test
    void aRoundThatFailsIsABug() {
        Effect.Halt halt = effect(step(founder(), new Event.RoundFailed(1, "out of memory")), Effect.Halt.class)
                .orElseThrow();
        assertThat(halt).isEqualTo(new Effect.Halt(Effect.Cause.BUG, "Round 1 failed: out of memory"));
    }

    @Test
    void aPausedNodeStartsNoRoundAndStillAnswers() {
        PeerProtocol node = founder();
        step(node, new Event.PauseRequested());
        assertThat(effect(finishRound(node, 1, 0.1f), Effect.StartRound.class)).isEmpty();
        assertThat(sent(hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0))))
                .containsExactly(new Message.Accept(1));
        assertThat(effect(step(node, new Event.ResumeRequested()), Effect.StartRound.class)).isPresent();
    }

    @Test
    void aCheckpointThatIsAskedForWaitsForTheRoundToEnd() {
        PeerProtocol node = founder();
        assertThat(step(node, new Event.CheckpointRequested())).isEmpty();
        List<Effect> effects = finishRound(node, 1, 0.1f);
        assertThat(effects.stream().filter(e -> e instanceof Effect.Checkpoint || e instanceof Effect.StartRound)
                .map(Object::getClass)).as("before the next round").containsExactly(Effect.Checkpoint.class,
                        Effect.StartRound.class);
    }

    // Every message

    @Test
    void aFrameThatIsMalformedCostsStanding() {
        PeerProtocol node = founder();
        for (int i = 0; i < Standing.FAULTS_TOLERATED; i++) {
            assertThat(fact(step(node, new Event.MessageArrived(PEER, new byte[]{1, 2, 3})), Fact.PeerFaulted.class))
                    .isPresent();
        }
        assertThat(hear(node, new Message.CharterRequest())).isEmpty();
        now = now.plusSeconds(31);
        assertThat(sent(hear(node, new Message.CharterRequest()))).hasSize(1);
    }

    @Test
    void aBlockThatTheModelDoesNotHaveIsAFault() {
        PeerProtocol node = founder();
        hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0));
        assertThat(fact(hear(node, new Message.BlockDone(1, 3)), Fact.PeerFaulted.class)).isPresent();
        assertThat(fact(hear(node, new Message.CopyRequest(99)), Fact.PeerFaulted.class)).isPresent();
    }

    @Test
    void messagesFromTheDeadAreDropped() {
        PeerProtocol node = founder();
        assertThat(sent(hear(node, 2, 0, new Message.CharterRequest()))).hasSize(1);
        assertThat(hear(node, 1, 0, new Message.CharterRequest())).isEmpty();
    }

    @Test
    void aMessageForAnEarlierLifeIsAnsweredWithThePresentOne() throws MalformedFrameException {
        PeerProtocol node = founder();
        assertThat(hear(node, 1, 2, new Message.CharterRequest())).isEmpty();
        List<Effect> effects = hear(node, 1, 2, new Message.BlockDone(9, 0));
        Envelope answer = frames.decode(effect(effects, Effect.Send.class).orElseThrow().bytes());
        assertThat(answer.senderIncarnation()).isEqualTo(3);
        assertThat(answer.message()).isEqualTo(new Message.Decline(9, Message.Refusal.NOT_RUNNING, "m restarted"));
    }

    @Test
    void blocksHalfDoneWithADeadIncarnationAreOrphans() {
        PeerProtocol node = founder();
        exchanging(node);
        assertThat(node.unfinishedBlocks()).isEqualTo(PLAN.parameters().windowBlocks());
        List<Effect> effects = step(node, new Event.PeerJoined(PEER, 2));
        assertThat(fact(effects, Fact.BlocksOrphaned.class)).contains(new Fact.BlocksOrphaned(PEER, 2));
        assertThat(node.unfinishedBlocks()).isZero();
        assertThat(node.replica().orElseThrow().ledger().total(Ledger.Reason.ORPHANED).count()).isEqualTo(1);
    }

    // A pairwise exchange

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

    private Message.BlockRequest firstRequest(List<Effect> effects) {
        return sent(effects).stream().filter(Message.BlockRequest.class::isInstance)
                .map(Message.BlockRequest.class::cast).findFirst().orElseThrow();
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

    // Joining

    @Test
    void aJoinerAdoptsTheFirstCharterAndCopiesTheReplica() {
        PeerProtocol node = joiner(Map.of("seed", "1"));
        assertThat(sent(step(node, new Event.PeerJoined(PEER, 1)))).containsExactly(new Message.CharterRequest());
        List<Effect> effects = hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 12));
        assertThat(effects).containsExactly(new Effect.AdoptCharter(PLAN.charter()));
        assertThat(sent(hear(node, new Message.Offer(1, PLAN.charter().fingerprint(), 0)))).singleElement()
                .isEqualTo(new Message.Decline(1, Message.Refusal.NOT_RUNNING, "m is preparing"));
        List<Effect> copying = step(node, new Event.CharterAdopted(PLAN));
        assertThat(sent(copying)).containsExactly(new Message.CopyRequest(0), new Message.CopyRequest(1));
        hear(node, new Message.CopyReply(0, new byte[32]));
        hear(node, new Message.CopyReply(1, new byte[32]));
        List<Effect> running = hear(node, new Message.CopyReply(2, new byte[16]));
        assertThat(fact(running, Fact.Running.class)).contains(new Fact.Running(12));
        assertThat(node.replica().orElseThrow().units()).containsOnly(0);
        assertThat(node.served().orElseThrow()).containsOnly(0);
        assertThat(node.replica().orElseThrow().ledger().total(Ledger.Reason.JOINED).count()).isEqualTo(3);
        assertThat(node.replica().orElseThrow().balances()).isTrue();
    }

    @Test
    void aRunThatOnlyBeginsNeedsNoCopy() {
        PeerProtocol node = joiner(Map.of());
        hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 0));
        assertThat(fact(step(node, new Event.CharterAdopted(PLAN)), Fact.Running.class)).contains(new Fact.Running(0));
    }

    @Test
    void aJoinerThatInsistsOnSomethingElseStopsWithASentence() {
        PeerProtocol node = joiner(Map.of("seed", "2"));
        Effect.Halt halt = effect(hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 12)),
                Effect.Halt.class).orElseThrow();
        assertThat(halt).isEqualTo(new Effect.Halt(Effect.Cause.SETTINGS,
                "The run that peer takes part in is another one: seed is 2 here and 1 there"));
    }

    @Test
    void whoIsAloneFoundsTheRun() {
        PeerProtocol node = joiner(Map.of());
        assertThat(lookAgain(node)).as("it has a little patience").noneMatch(Effect.FoundCharter.class::isInstance);
        now = now.plus(PLAN.parameters().enrolmentPatience());
        assertThat(lookAgain(node)).containsExactly(new Effect.FoundCharter(List.of()));
    }

    @Test
    void theSmallestOfThoseThatLookFoundsTheRun() {
        PeerProtocol node = joiner(Map.of());
        look(node, SMALLER);
        assertThat(sent(hear(node, new Message.CharterRequest())))
                .containsExactly(new Message.CharterReply(Optional.empty(), 0));
        now = now.plus(PLAN.parameters().enrolmentPatience());
        assertThat(lookAgain(node)).noneMatch(Effect.FoundCharter.class::isInstance);
        assertThat(step(node, new Event.PeerSuspected(SMALLER))).as("the next smallest begins at once")
                .containsExactly(new Effect.FoundCharter(List.of()));
    }

    @Test
    void whoeverLooksIsAskedUntilItAnswers() {
        PeerProtocol node = joiner(Map.of());
        assertThat(sent(step(node, new Event.PeerJoined(PEER, 1)))).containsExactly(new Message.CharterRequest());
        assertThat(sent(lookAgain(node))).containsExactly(new Message.CharterRequest());
        assertThat(sent(lookAgain(node))).containsExactly(new Message.CharterRequest());
    }

    // Founding

    private static final PeerId SMALLER = new PeerId("a");
    private static final PeerId OTHER = new PeerId("q");

    private List<Effect> lookAgain(PeerProtocol node) {
        return step(node, new Event.TimerFired(new Timer.RetryEnrolment()));
    }

    private List<Effect> hear(PeerProtocol node, PeerId from, Message message) {
        return step(node, new Event.MessageArrived(from, frames.encode(new Envelope(1, 1, message))));
    }

    /** A peer appears and turns out to have no charter either. */
    private List<Effect> look(PeerProtocol node, PeerId peer) {
        step(node, new Event.PeerJoined(peer, 1));
        return hear(node, peer, new Message.CharterReply(Optional.empty(), 0));
    }

    private static List<PeerId> askedForSums(List<Effect> effects, FrameCodec frames) {
        return effects.stream().filter(Effect.Send.class::isInstance).map(Effect.Send.class::cast).filter(send -> {
            try {
                return frames.decode(send.bytes()).message() instanceof Message.SumsRequest;
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }).map(Effect.Send::to).toList();
    }

    private static String text(Effect.FoundCharter found) {
        return found.others().stream().map(other -> other.peer() + "=" + Arrays.toString(other.sums()))
                .collect(Collectors.joining(" "));
    }

    /** A node to which it falls to found, whose own sums are ready, and which has asked two others. */
    private PeerProtocol collecting() {
        PeerProtocol node = joiner(Map.of());
        look(node, PEER);
        look(node, OTHER);
        now = now.plus(PLAN.parameters().enrolmentPatience());
        assertThat(lookAgain(node)).contains(new Effect.ProvideSums()).noneMatch(Effect.FoundCharter.class::isInstance);
        assertThat(askedForSums(step(node, new Event.SumsReady(new byte[]{9})), frames)).containsExactly(PEER, OTHER);
        return node;
    }

    @Test
    void theFounderCollectsTheSumsOfAllWhoLook() {
        PeerProtocol node = collecting();
        assertThat(hear(node, OTHER, new Message.SumsReply(new byte[]{2}))).isEmpty();
        assertThat(hear(node, OTHER, new Message.SumsReply(new byte[]{3}))).as("said already").isEmpty();
        assertThat(hear(node, SMALLER, new Message.SumsReply(new byte[]{4}))).as("not asked").isEmpty();
        List<Effect> effects = hear(node, PEER, new Message.SumsReply(new byte[]{1}));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).isEqualTo("peer=[1] q=[2]");
        assertThat(node.phase()).isEqualTo(Phase.PREPARING);
        assertThat(hear(node, PEER, new Message.SumsReply(new byte[]{5}))).as("too late").isEmpty();
        assertThat(hear(node, PEER, new Message.SumsRequest())).as("it will soon know more").isEmpty();
    }

    @Test
    void whoHasNothingToTellIsNotWaitedFor() {
        PeerProtocol node = collecting();
        hear(node, OTHER, new Message.SumsReply(new byte[0]));
        List<Effect> effects = hear(node, PEER, new Message.SumsReply(new byte[]{1}));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).isEqualTo("peer=[1]");
    }

    @Test
    void requestsForSumsAreRepeatedForAWhile() {
        PeerProtocol node = collecting();
        hear(node, PEER, new Message.SumsReply(new byte[]{1}));
        now = now.plus(PLAN.parameters().retryAfter());
        assertThat(askedForSums(lookAgain(node), frames)).containsExactly(OTHER);
        now = now.plus(PLAN.parameters().sumsPatience());
        List<Effect> effects = lookAgain(node);
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).isEqualTo("peer=[1]");
    }

    @Test
    void whoDiesWhileItIsAskedIsNotWaitedFor() {
        PeerProtocol node = collecting();
        hear(node, PEER, new Message.SumsReply(new byte[]{1}));
        List<Effect> effects = step(node, new Event.PeerSuspected(OTHER));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).isEqualTo("peer=[1]");
    }

    @Test
    void whoComesWhileTheFounderCollectsIsAskedAsWell() {
        PeerProtocol node = collecting();
        assertThat(askedForSums(look(node, new PeerId("x")), frames)).containsExactly(new PeerId("x"));
    }

    @Test
    void aFounderGivesWayToASmallerIdentity() {
        PeerProtocol node = collecting();
        look(node, SMALLER);
        hear(node, PEER, new Message.SumsReply(new byte[]{1}));
        assertThat(hear(node, OTHER, new Message.SumsReply(new byte[]{2}))).isEmpty();
        assertThat(sent(hear(node, SMALLER, new Message.SumsRequest()))).singleElement()
                .isInstanceOfSatisfying(Message.SumsReply.class, reply -> assertThat(reply.sums()).containsExactly(9));
        List<Effect> effects = step(node, new Event.PeerSuspected(SMALLER));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).as("it falls to it again")
                .isEqualTo("peer=[1] q=[2]");
    }

    @Test
    void aFounderThatGaveWayAsksAgainWhomItHasNotHeard() {
        PeerProtocol node = collecting();
        look(node, SMALLER);
        now = now.plus(PLAN.parameters().sumsPatience());
        assertThat(askedForSums(lookAgain(node), frames)).as("that is for the other").isEmpty();
        assertThat(askedForSums(step(node, new Event.PeerSuspected(SMALLER)), frames)).containsExactly(PEER, OTHER);
    }

    @Test
    void aFounderThatFindsARunJoinsIt() {
        PeerProtocol node = collecting();
        assertThat(hear(node, PEER, new Message.CharterReply(Optional.of(PLAN.charter()), 12)))
                .containsExactly(new Effect.AdoptCharter(PLAN.charter()));
    }

    @Test
    void whereTheFounderHasNoSumsNobodyIsAsked() {
        PeerProtocol node = joiner(Map.of());
        look(node, PEER);
        now = now.plus(PLAN.parameters().enrolmentPatience());
        assertThat(lookAgain(node)).contains(new Effect.ProvideSums());
        assertThat(step(node, new Event.SumsReady(new byte[0]))).containsExactly(new Effect.FoundCharter(List.of()));
    }

    @Test
    void whoIsAskedAnswersAsSoonAsItCan() {
        PeerProtocol node = joiner(Map.of());
        assertThat(hear(node, SMALLER, new Message.SumsRequest())).containsExactly(new Effect.ProvideSums());
        assertThat(hear(node, SMALLER, new Message.SumsRequest())).as("it is at it").isEmpty();
        assertThat(sent(step(node, new Event.SumsReady(new byte[]{9})))).singleElement()
                .isInstanceOfSatisfying(Message.SumsReply.class, reply -> assertThat(reply.sums()).containsExactly(9));
        assertThat(sent(hear(node, SMALLER, new Message.SumsRequest()))).as("lost, so asked for again").hasSize(1);
    }

    @Test
    void sumsThatFitIntoNoFrameAreNotTold() {
        int most = PLAN.parameters().frameBytesMax();
        for (int length : new int[]{most - FrameCodec.ENVELOPE_BYTES, most - FrameCodec.ENVELOPE_BYTES + 1}) {
            PeerProtocol node = joiner(Map.of());
            hear(node, SMALLER, new Message.SumsRequest());
            int told = length + FrameCodec.ENVELOPE_BYTES > most ? 0 : length;
            assertThat(sent(step(node, new Event.SumsReady(new byte[length])))).singleElement().isInstanceOfSatisfying(
                    Message.SumsReply.class, reply -> assertThat(reply.sums()).hasSize(told));
        }
    }

    @Test
    void whoHasACharterAnswersAFounderWithIt() {
        PeerProtocol node = founder();
        assertThat(sent(hear(node, new Message.SumsRequest())))
                .containsExactly(new Message.CharterReply(Optional.of(PLAN.charter()), 0));
        assertThat(hear(node, new Message.SumsReply(new byte[]{1}))).isEmpty();
    }

    @Test
    void aCopyThatIsNoBlockIsAFaultAndAskedForAgain() {
        PeerProtocol node = joiner(Map.of());
        step(node, new Event.PeerJoined(PEER, 1));
        hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 12));
        List<Effect> copying = step(node, new Event.CharterAdopted(PLAN));
        assertThat(fact(hear(node, new Message.CopyReply(0, new byte[31])), Fact.PeerFaulted.class)).isPresent();
        Effect.SetTimer timer = effect(copying, Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        assertThat(sent(step(node, new Event.TimerFired(timer.timer()))))
                .containsExactly(new Message.CopyRequest(0), new Message.CopyRequest(1));
    }

    @Test
    void whoCopiesAsksSomebodyElseWhenNoAnswerComesAndTakesLateOnes() {
        PeerId other = new PeerId("other");
        PeerProtocol node = joiner(Map.of());
        step(node, new Event.PeerJoined(PEER, 1));
        step(node, new Event.PeerJoined(other, 1));
        hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 12));
        Effect.SetTimer timer = effect(step(node, new Event.CharterAdopted(PLAN)), Effect.SetTimer.class).orElseThrow();
        Set<PeerId> asked = new HashSet<>();
        for (int attempt = 1; attempt <= 20 * PLAN.parameters().stallAttempts(); attempt++) {
            now = now.plus(timer.delay());
            List<Effect> effects = step(node, new Event.TimerFired(timer.timer()));
            asked.add(effect(effects, Effect.Send.class).orElseThrow().to());
            assertThat(asked).as("attempt %s", attempt + 1)
                    .hasSizeLessThanOrEqualTo(attempt < PLAN.parameters().stallAttempts() ? 1 : 2);
        }
        assertThat(asked).as("in twenty draws").containsExactlyInAnyOrder(PEER, other);
        hear(node, new Message.CopyReply(0, new byte[32]));
        hear(node, new Message.CopyReply(1, new byte[32]));
        assertThat(fact(hear(node, new Message.CopyReply(2, new byte[16])), Fact.Running.class)).isPresent();
    }

    // Restarting

    private PeerProtocol restarted() {
        PeerProtocol before = founder();
        Effect.Checkpoint checkpoint = null;
        for (int round = 1; round <= 3; round++) {
            now = now.plusSeconds(10);
            checkpoint = effect(finishRound(before, round, 0.1f), Effect.Checkpoint.class).orElseThrow();
        }
        now = Duration.ZERO;
        PeerProtocol after = PeerProtocol.restore(checkpoint.cut(), SELF, 4, frames, PLAN, new RandomStream(5));
        assertThat(after.replica().orElseThrow().units()).isEqualTo(before.replica().orElseThrow().units());
        return after;
    }

    @Test
    void afterARestartANodeCopiesAPeersReplica() {
        PeerProtocol node = restarted();
        assertThat(node.phase()).isEqualTo(Phase.CATCHING_UP);
        assertThat(effect(step(node, new Event.Started()), Effect.StartRound.class)).isEmpty();
        assertThat(sent(step(node, new Event.PeerJoined(PEER, 1)))).containsExactly(new Message.CharterRequest());
        Charter other = new Charter(List.of(new Charter.Term("seed", "2", true)));
        assertThat(hear(node, new Message.CharterReply(Optional.of(other), 50))).as("another run").isEmpty();
        assertThat(sent(hear(node, new Message.CharterReply(Optional.of(PLAN.charter()), 50))))
                .containsExactly(new Message.CopyRequest(0), new Message.CopyRequest(1));
        hear(node, new Message.CopyReply(0, new byte[32]));
        hear(node, new Message.CopyReply(1, new byte[32]));
        assertThat(effect(hear(node, new Message.CopyReply(2, new byte[16])), Effect.StartRound.class)).isPresent();
        assertThat(node.replica().orElseThrow().balances()).isTrue();
        assertThat(node.replica().orElseThrow().ledger().total(Ledger.Reason.RESTARTED).count()).isEqualTo(1);
    }

    @Test
    void afterARestartALonelyNodeGoesOnFromItsCheckpoint() {
        PeerProtocol node = restarted();
        Effect.SetTimer timer = effect(step(node, new Event.Started()), Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        Effect.StartRound round = effect(step(node, new Event.TimerFired(timer.timer())), Effect.StartRound.class)
                .orElseThrow();
        assertThat(round.round()).isEqualTo(4);
    }

    @Test
    void aCutOfAnotherRunIsRefused() {
        byte[] cut = founder().save();
        RunPlan other = ProtocolWorld.plan(2, 20, "modular:4", 8);
        assertThatThrownBy(() -> PeerProtocol.restore(cut, SELF, 4, frames, other, new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("another charter");
        assertThatThrownBy(() -> PeerProtocol.restore(Arrays.copyOf(cut, cut.length / 2), SELF, 4,
                frames, PLAN, new RandomStream(5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("damaged");
    }

    // Leaving

    @Test
    void aLeavingNodeFinishesWhatIsUnfinished() {
        PeerProtocol node = founder();
        Message.BlockRequest request = firstRequest(exchanging(node));
        step(node, new Event.LeaveRequested());
        assertThat(node.phase()).isEqualTo(Phase.LEAVING);
        finishRound(node, 2, 0.01f);
        byte[] payload = {PLAIN, 0, 0, 0, 0};
        assertThat(sent(hear(node, new Message.BlockReply(1, request.block(), 1, request.grid(), payload))))
                .as("no further block").containsExactly(new Message.BlockDone(1, request.block()));
        int other = (request.block() + 1) % 3;
        byte[] zeros = new byte[other == 2 ? 3 : 5];
        zeros[0] = PLAIN;
        List<Effect> last = hear(node, new Message.BlockReply(1, other, 1, lastGrid(node, request), zeros));
        assertThat(sent(last)).contains(new Message.BlockDone(1, other), new Message.Leaving());
        assertThat(last).hasAtLeastOneElementOfType(Effect.Checkpoint.class);
        assertThat(last.getLast()).isEqualTo(new Effect.Left());
    }

    /** All blocks have the same scale at the first exchange: each changed by as much. */
    private static Grid lastGrid(PeerProtocol node, Message.BlockRequest request) {
        assertThat(node.unfinishedBlocks()).isEqualTo(1);
        return request.grid();
    }

    @Test
    void aLeavingNodeDoesNotWaitForEver() {
        PeerProtocol node = founder();
        exchanging(node);
        Effect.SetTimer timer = effect(step(node, new Event.LeaveRequested()), Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        assertThat(step(node, new Event.TimerFired(timer.timer())).getLast()).isEqualTo(new Effect.Left());
        assertThat(node.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void whoHearsOfAPeersLeavingForgetsIt() {
        PeerProtocol node = founder();
        exchanging(node);
        assertThat(fact(hear(node, new Message.Leaving()), Fact.BlocksOrphaned.class)).isPresent();
        assertThat(node.livePeers()).isEmpty();
    }
}
