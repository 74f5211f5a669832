package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The time when a peer is asked again follows from its own answers. */
class PatienceProperties extends OneNode {

    private static final PeerId SLOW = new PeerId("slow");

    @Property(tries = 100)
    void retransmissionToAPeerIsIndependentOfOthers(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 3000) Integer> millis) {
        assertThat(looksAfter(millis)).isEqualTo(looksAfter(List.of(1)));
    }

    /** The times when it looks after its exchange with a peer whose predecessor had these response times. */
    private Duration looksAfter(List<Integer> millis) {
        PeerProtocol node = founder();
        now = Duration.ZERO;
        step(node, new Event.PeerJoined(SLOW, 1));
        List<Effect> effects = finishRound(node, 1, 0.01f);
        long sequence = 1;
        for (int taken : millis) {
            Optional<Message> question = sent(effects).stream().filter(ExchangeMessage.class::isInstance).findFirst();
            if (question.isEmpty()) {
                break;
            }
            now = now.plusMillis(taken);
            effects = say(node, SLOW, switch (question.get()) {
                case ExchangeMessage.BlockRequest request -> new ExchangeMessage.BlockReply(sequence, request.block(),
                        MixingStep.HALF, request.lattice(), new byte[0]);
                default -> new ExchangeMessage.Accept(sequence);
            });
        }
        step(node, new Event.PeerSuspected(SLOW));
        step(node, new Event.PeerJoined(PEER, 1));
        now = Duration.ofMinutes(10);
        return finishRound(node, 2, 0.01f).stream().filter(Effect.SetTimer.class::isInstance)
                .map(Effect.SetTimer.class::cast)
                .filter(timer -> timer.timer() instanceof Timer.OfConversation).findFirst().orElseThrow().delay();
    }

    private List<Effect> say(PeerProtocol node, PeerId from, Message message) {
        return step(node, new Event.MessageArrived(from, frames.encode(new Envelope(1, 3, message))));
    }
}
