package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.pace.Allowance;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FieldBytes;

/** Messages that peers repeat, or send unasked, or in many lives, are neither answered nor reported each time. */
class UnaskedTest extends OneNode {

    private static final Charter ANOTHER = new Charter(List.of(new Charter.Term("seed", "77", true)));
    private final List<Fact> facts = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();

    private void repeat(PeerProtocol node, int times, boolean newLives, Message message) {
        for (int i = 1; i <= times; i++) {
            List<Effect> effects = step(node, new Event.MessageArrived(PEER,
                    frames.encode(new Envelope(newLives ? i : 1, 0, message))));
            effects.stream().filter(Effect.Report.class::isInstance).map(report -> ((Effect.Report) report).fact())
                    .forEach(facts::add);
            // A terminal shows them when their number has doubled.
            facts.removeIf(Fact.LimitReached.class::isInstance);
            sent.addAll(sent(effects));
        }
    }

    private void assertFewAreTold() {
        assertThat(facts).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void thousandForeignChartersAreFewFacts() {
        for (PeerProtocol node : List.of(founder(), joiner(Map.of()), joiner(Map.of("seed", "1")))) {
            step(node, new Event.PeerJoined(PEER, 1));
            for (boolean newLives : new boolean[]{false, true}) {
                facts.clear();
                now = now.plusSeconds(100);
                repeat(node, 1000, newLives, new JoiningMessage.CharterReply(Optional.of(ANOTHER), 1));
                assertFewAreTold();
            }
        }
    }

    @Test
    void declineWithoutOfferIsIgnored() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        for (ExchangeMessage.Refusal refusal : ExchangeMessage.Refusal.values()) {
            repeat(node, 1000, false, new ExchangeMessage.Decline(1, refusal, "no"));
        }
        assertThat(sent).isEmpty();
        assertThat(facts).isEmpty();
    }

    @Test
    void peerInAnotherRunIsAskedOnceInAPatience() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        for (int round = 1; round <= 20; round++) {
            finishRound(node, round, 0.01f);
            repeat(node, 1, false, new ExchangeMessage.Decline(round, ExchangeMessage.Refusal.CHARTER, "no"));
            // Its current life names the same run, so that exchanges with it go on.
            repeat(node, 1, false, new JoiningMessage.CharterReply(node.charter(), 1));
        }
        assertThat(sent).filteredOn(JoiningMessage.CharterRequest.class::isInstance).hasSize(1);
    }

    @Test
    void thousandMembershipEventsAreFewFacts() {
        PeerProtocol node = founder();
        for (int i = 0; i < 1000; i++) {
            List<Effect> effects = step(node, new Event.PeerJoined(PEER, FieldBytes.INCARNATION_MAX + 1 + i));
            fact(effects, Fact.PeerRefused.class).ifPresent(facts::add);
        }
        assertFewAreTold();
    }

    @Test
    void longSentenceOfAPeerIsShortened() {
        PeerProtocol node = founder();
        step(node, new Event.PeerJoined(PEER, 1));
        finishRound(node, 1, 0.01f);
        repeat(node, 1, false,
                new ExchangeMessage.Decline(1, ExchangeMessage.Refusal.BUSY, "\u001b[2Jno\n".repeat(10_000)));
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.ExchangeAbandoned.class,
                abandoned -> assertThat(abandoned.reason()).startsWith("?[2Jno?").hasSizeLessThan(300));
    }

    @Test
    void copyRepliesAreLimitedPerMinute() {
        PeerProtocol node = founder();
        for (int minute = 0; minute < 3; minute++) {
            sent.clear();
            repeat(node, 3000, false, new CopyMessage.CopyRequest(1));
            assertThat(sent).hasSize(1024 + 4 * 3);
            now = now.plus(Allowance.SPAN).plusSeconds(60);
        }
        sent.clear();
        repeat(node, 3000, false, new JoiningMessage.CharterRequest());
        assertThat(sent).hasSize(300);
        assertFewAreToldAMinute(4);
    }

    @Test
    void sketchRepliesAreLimitedPerMinute() {
        PeerProtocol node = founder();
        repeat(node, 3000, false, new CopyMessage.SketchRequest(1));
        assertThat(sent).hasSize(30);
        assertFewAreToldAMinute(1);
    }

    private void assertFewAreToldAMinute(int minutes) {
        assertThat(facts).hasSizeLessThanOrEqualTo(6 * minutes);
    }

    /** A node with a copy of a node's directory sends in its name. */
    @Test
    void frameInTheOwnNameIsDropped() {
        for (PeerProtocol node : List.of(founder(), joiner(Map.of()))) {
            for (Message message : List.of(new JoiningMessage.CharterRequest(), new JoiningMessage.SumsRequest(),
                    new JoiningMessage.CharterReply(Optional.of(ANOTHER), 1))) {
                assertThat(step(node, new Event.MessageArrived(SELF, frames.encode(new Envelope(9, 0, message)))))
                        .isEmpty();
            }
        }
    }

    @Test
    void minorityInAnotherRunNeitherStopsNorPreventsFounding() {
        PeerProtocol node = joiner(Map.of("seed", "1"));
        Stream.of(PEER, new PeerId("q"))
                .forEach(peer -> step(node, new Event.PeerJoined(peer, 1)));
        hear(node, PEER, new JoiningMessage.CharterReply(Optional.of(ANOTHER), 1));
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(1);
            assertThat(effect(lookAgain(node), Effect.Halt.class)).isEmpty();
        }
        assertThat(node.phase()).as("one says nothing").isEqualTo(Phase.ENROLLING);
        assertThat(effect(hear(node, new PeerId("q"), new JoiningMessage.CharterReply(Optional.empty(), 0)),
                Effect.ProvideSums.class)).as("one looks too").isPresent();
    }
}
