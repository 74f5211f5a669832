package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Timer;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.pace.SendQueue;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** Collects the effects of one step, in order. */
final class Outbox {

    private final FrameCodec frames;
    private final long incarnation;
    private final Incarnations incarnations;
    private final Supplier<Optional<Pacer>> pacer;
    private List<Effect> effects = new ArrayList<>();

    /**
     * @param pacer through which frames go as long as there is one
     */
    Outbox(FrameCodec frames, long incarnation, Incarnations incarnations, Supplier<Optional<Pacer>> pacer) {
        this.pacer = pacer;
        this.frames = frames;
        this.incarnation = incarnation;
        this.incarnations = incarnations;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(PeerId to, Message message) {
        byte[] frame = encode(to, message);
        pacer.get().ifPresentOrElse(queue -> queue.add(to, message, frame),
                () -> effects.add(new Effect.Send(to, frame)));
    }

    /** Sends what has no time to wait, at the expense of what comes later. */
    void sendAtOnce(PeerId to, Message message) {
        byte[] frame = encode(to, message);
        pacer.get().ifPresent(queue -> queue.sent(frame.length));
        effects.add(new Effect.Send(to, frame));
    }

    /** Sends what has waited. */
    void release(SendQueue.Waiting waiting) {
        effects.add(new Effect.Send(waiting.to(), waiting.frame()));
    }

    private byte[] encode(PeerId to, Message message) {
        return frames.encode(new Envelope(incarnation, incarnations.of(to), message));
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
