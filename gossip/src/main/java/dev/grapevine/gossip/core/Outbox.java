package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** Collects the effects of one step, in order. */
final class Outbox {

    private final FrameCodec frames;
    private final long incarnation;
    private final Incarnations incarnations;
    private List<Effect> effects = new ArrayList<>();

    Outbox(FrameCodec frames, long incarnation, Incarnations incarnations) {
        this.frames = frames;
        this.incarnation = incarnation;
        this.incarnations = incarnations;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(PeerId to, Message message) {
        byte[] frame = frames.encode(new Envelope(incarnation, incarnations.of(to), message));
        effects.add(new Effect.Send(to, frame));
    }

    void setTimer(Timer timer, Duration delay) {
        effects.add(new Effect.SetTimer(timer, delay));
    }

    void report(Fact fact) {
        effects.add(new Effect.Report(fact));
    }

    /** Hands over what was collected and starts anew. */
    List<Effect> take() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }
}
