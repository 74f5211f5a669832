package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** Nodes that find no run: the founder, and the data that it uses. */
class FoundingTest extends OneNode {

    private static final PeerId OTHER = new PeerId("q");

    private static List<PeerId> askedForSums(List<Effect> effects, FrameCodec frames) {
        return effects.stream().filter(Effect.Send.class::isInstance).map(Effect.Send.class::cast).filter(send -> {
            try {
                return frames.decode(send.bytes()).message() instanceof JoiningMessage.SumsRequest;
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }).map(Effect.Send::to).toList();
    }

    private static String text(Effect.FoundCharter found) {
        return found.others().stream().map(other -> other.peer() + "=" + Arrays.toString(other.sums()))
                .collect(Collectors.joining(" "));
    }

    /** A node whose turn it is to found, whose own sums are ready, and which has asked two others. */
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
    void founderCollectsTheSumsOfAllWhoLook() {
        PeerProtocol node = collecting();
        assertThat(hear(node, OTHER, new JoiningMessage.SumsReply(new byte[]{2}))).isEmpty();
        assertThat(hear(node, OTHER, new JoiningMessage.SumsReply(new byte[]{3}))).as("said already").isEmpty();
        assertThat(hear(node, SMALLER, new JoiningMessage.SumsReply(new byte[]{4}))).as("not asked").isEmpty();
        List<Effect> effects = hear(node, PEER, new JoiningMessage.SumsReply(new byte[]{1}));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).isEqualTo("peer=[1] q=[2]");
        assertThat(node.phase()).isEqualTo(Phase.PREPARING);
        assertThat(hear(node, PEER, new JoiningMessage.SumsReply(new byte[]{5}))).as("too late").isEmpty();
        assertThat(hear(node, PEER, new JoiningMessage.SumsRequest())).as("it will soon know more").isEmpty();
    }

    @Test
    void founderGivesWayToASmallerIdentity() {
        PeerProtocol node = collecting();
        look(node, SMALLER);
        hear(node, PEER, new JoiningMessage.SumsReply(new byte[]{1}));
        assertThat(hear(node, OTHER, new JoiningMessage.SumsReply(new byte[]{2}))).isEmpty();
        assertThat(sent(hear(node, SMALLER, new JoiningMessage.SumsRequest()))).singleElement()
                .isInstanceOfSatisfying(JoiningMessage.SumsReply.class,
                        reply -> assertThat(reply.sums()).containsExactly(9));
        List<Effect> effects = step(node, new Event.PeerSuspected(SMALLER));
        assertThat(text(effect(effects, Effect.FoundCharter.class).orElseThrow())).as("it falls to it again")
                .isEqualTo("peer=[1] q=[2]");
    }

    @Test
    void sumsTooLongForAFrameAreNotSent() {
        int most = PLAN.parameters().frameBytesMax();
        for (int length : new int[]{most - FrameCodec.ENVELOPE_BYTES, most - FrameCodec.ENVELOPE_BYTES + 1}) {
            PeerProtocol node = joiner(Map.of());
            step(node, new Event.PeerJoined(SMALLER, 1));
            hear(node, SMALLER, new JoiningMessage.SumsRequest());
            int told = length + FrameCodec.ENVELOPE_BYTES > most ? 0 : length;
            assertThat(sent(step(node, new Event.SumsReady(new byte[length])))).singleElement().isInstanceOfSatisfying(
                    JoiningMessage.SumsReply.class, reply -> assertThat(reply.sums()).hasSize(told));
        }
    }

    @Test
    void copyReplyOfWrongLengthIsAFaultAndRequestedAgain() {
        PeerProtocol node = joiner(Map.of());
        step(node, new Event.PeerJoined(PEER, 1));
        hear(node, new JoiningMessage.CharterReply(Optional.of(PLAN.charter()), 12));
        List<Effect> copying = step(node, new Event.CharterAdopted(PLAN));
        assertThat(fact(hear(node, new CopyMessage.CopyReply(0, new byte[31])), Fact.PeerFaulted.class)).isPresent();
        Effect.SetTimer timer = effect(copying, Effect.SetTimer.class).orElseThrow();
        now = now.plus(timer.delay());
        assertThat(sent(step(node, new Event.TimerFired(timer.timer()))))
                .containsExactly(new CopyMessage.CopyRequest(0), new CopyMessage.CopyRequest(1));
    }

    /** The node may not have the model. */
    @Test
    void runThatStartsFromAGivenModelIsCopiedFromItsBeginning() {
        List<Charter.Term> terms = new ArrayList<>(PLAN.charter().terms());
        terms.add(new Charter.Term(Charter.INIT, "fingerprint", true));
        for (Charter charter : List.of(PLAN.charter(), new Charter(terms))) {
            PeerProtocol node = joiner(Map.of());
            step(node, new Event.PeerJoined(PEER, 1));
            hear(node, new JoiningMessage.CharterReply(Optional.of(charter), 0));
            List<Effect> effects = step(node, new Event.CharterAdopted(PLAN.withCharter(charter)));
            boolean copies = charter.value(Charter.INIT).isPresent();
            assertThat(node.phase()).isEqualTo(copies ? Phase.COPYING : Phase.RUNNING);
            assertThat(sent(effects).stream().anyMatch(CopyMessage.CopyRequest.class::isInstance)).isEqualTo(copies);
        }
    }
}
