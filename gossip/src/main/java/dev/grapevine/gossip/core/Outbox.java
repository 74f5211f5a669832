package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.pace.SendQueue;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/** Collects the effects of one step, in order. */
final class Outbox {

    private final FrameCodec frames;
    private final long incarnation;
    private Optional<Pacer> pacer = Optional.empty();
    private List<Effect> effects = new ArrayList<>();

    Outbox(FrameCodec frames, long incarnation) {
        this.frames = frames;
        this.incarnation = incarnation;
    }

    /** Sends frames through this from now on. */
    void paceWith(Optional<Pacer> newPacer) {
        pacer = newPacer;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    /** @param life the receiver's incarnation, as far as it is known */
    void send(PeerId to, long life, Message message) {
        byte[] frame = encode(life, message);
        if (pacer.isEmpty()) {
            effects.add(new Effect.Send(to, frame));
        } else if (!pacer.get().add(to, frames.messages().of(message).number(), message, frame)) {
            report(new Fact.LimitReached(Limit.WAITING_FRAMES, to));
        }
    }

    /** Sends a message that cannot wait, at the expense of later ones. */
    void sendAtOnce(PeerId to, long life, Message message) {
        byte[] frame = encode(life, message);
        pacer.ifPresent(queue -> queue.sent(frame.length));
        effects.add(new Effect.Send(to, frame));
    }

    /** Sends a frame that has waited. */
    void release(SendQueue.Waiting waiting) {
        effects.add(new Effect.Send(waiting.to(), waiting.frame()));
    }

    private byte[] encode(long life, Message message) {
        return frames.encode(new Envelope(incarnation, life, message));
    }

    void setTimer(Timer timer, Duration delay) {
        effects.add(new Effect.SetTimer(timer, delay));
    }

    void report(Fact fact) {
        effects.add(new Effect.Report(fact));
    }

    /** Returns the collected effects and starts a new list. */
    List<Effect> take() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }
}
