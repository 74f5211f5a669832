package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** One node, with its events and its effects. Its tests are named after the rules of PROTOCOL.md. */
abstract class OneNode {

    static final PeerId SELF = new PeerId("m");
    static final PeerId PEER = new PeerId("peer");
    static final PeerId SMALLER = new PeerId("a");
    static final RunPlan PLAN = ProtocolWorld.plan(1, 20, "modular:4", 8);

    /** The byte before a difference with all its bits. */
    static final byte PLAIN = (byte) 255;

    final FrameCodec frames = ProtocolWorld.frames();
    Duration now = Duration.ZERO;

    PeerProtocol founder() {
        PeerProtocol node = PeerProtocol.knowing(NodeLife.of(SELF, 3), Rooms.ALL, PLAN, new RandomStream(5));
        step(node, new Event.Started());
        return node;
    }

    PeerProtocol joiner(Map<String, String> pinned) {
        PeerProtocol node = PeerProtocol.looking(NodeLife.of(SELF, 1), Rooms.ALL, PLAN.parameters(), pinned,
                new RandomStream(5));
        step(node, new Event.Started());
        return node;
    }

    List<Effect> step(PeerProtocol node, Event event) {
        return node.step(now, event);
    }

    List<Effect> hear(PeerProtocol node, long senderLife, long receiverLife, Message message) {
        return step(node,
                new Event.MessageArrived(PEER, frames.encode(new Envelope(senderLife, receiverLife, message))));
    }

    List<Effect> hear(PeerProtocol node, Message message) {
        return hear(node, 1, 0, message);
    }

    List<Message> sent(List<Effect> effects) {
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

    static <F extends Fact> Optional<F> fact(List<Effect> effects, Class<F> type) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Report report && type.isInstance(report.fact()))
                .map(effect -> type.cast(((Effect.Report) effect).fact())).findFirst();
    }

    static <E extends Effect> Optional<E> effect(List<Effect> effects, Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    List<Effect> finishRound(PeerProtocol node, long round, float change) {
        float[] end = new float[20];
        node.replica().orElseThrow().copyTo(end);
        for (int i = 0; i < end.length; i++) {
            end[i] += change;
        }
        return step(node, new Event.RoundFinished(new RoundResult(round, end, 1, 1, 0.5)));
    }

    /** A node that has offered an exchange to its only peer, which accepted: its first block is requested. */
    List<Effect> exchanging(PeerProtocol node) {
        step(node, new Event.PeerJoined(PEER, 1));
        assertThat(sent(finishRound(node, 1, 0.01f))).singleElement().isInstanceOf(ExchangeMessage.Offer.class);
        return hear(node, new ExchangeMessage.Accept(1));
    }

    ExchangeMessage.BlockRequest firstRequest(List<Effect> effects) {
        return sent(effects).stream().filter(ExchangeMessage.BlockRequest.class::isInstance)
                .map(ExchangeMessage.BlockRequest.class::cast).findFirst().orElseThrow();
    }

    List<Effect> lookAgain(PeerProtocol node) {
        return step(node, new Event.TimerFired(new Timer.OfConversation(new ConversationKey(10, SELF, 1, 0), 1)));
    }

    List<Effect> hear(PeerProtocol node, PeerId from, Message message) {
        return step(node, new Event.MessageArrived(from, frames.encode(new Envelope(1, 1, message))));
    }

    /** A peer appears and has no charter either. */
    List<Effect> look(PeerProtocol node, PeerId peer) {
        step(node, new Event.PeerJoined(peer, 1));
        return hear(node, peer, new JoiningMessage.CharterReply(Optional.empty(), 0));
    }
}
