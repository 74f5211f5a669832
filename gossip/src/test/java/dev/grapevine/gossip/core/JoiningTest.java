package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Message;

/** A node that looks for its run, and copies a replica. */
class JoiningTest extends OneNode {

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
}
