package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.standing.Standing;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** Rounds of training, and what any message goes through before it is understood. */
class RoundsTest extends OneNode {

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
}
