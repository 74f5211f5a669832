package dev.grapevine.gossip.core;

import java.util.Collections;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.Copying;
import dev.grapevine.gossip.joining.Joining;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/** The parts of a node that runs, wired as {@link PeerProtocol} wires them. */
final class OneNodesParts {

    static final PeerId SELF = new PeerId("m");
    static final PeerId PEER = new PeerId("peer");

    final FrameCodec frames = ProtocolWorld.frames();
    final RunPlan plan = ProtocolWorld.plan(1, 20, "modular:4", 8);
    final NodeParts parts;
    final JoiningView view;
    final Arrivals arrivals;
    final LocalTraining training;
    final Saving saving;
    final Departure departure;

    OneNodesParts(Phase phase) {
        parts = new NodeParts(NodeLife.of(SELF, 3), phase, frames, plan.parameters(), new RandomStream(5));
        view = new JoiningView(parts);
        parts.joining = new Joining(view, new Copying(view), plan.parameters(), Collections.emptySortedMap());
        parts.conversations.add(parts.joining);
        arrivals = new Arrivals(Rooms.ALL, frames, parts, view);
        training = new LocalTraining(parts, view);
        saving = new Saving(parts);
        departure = new Departure(parts, saving);
    }

    /** A node that takes part in its run. */
    static OneNodesParts running() {
        OneNodesParts node = new OneNodesParts(Phase.RUNNING);
        new RunFollower(node.parts, node.training, node.saving, 9).follow(node.plan);
        return node;
    }

    void hear(Message message, long senderLife, long receiverLife) {
        arrivals.arrived(PEER, frames.encode(new Envelope(senderLife, receiverLife, message)));
    }

    List<Effect> take() {
        return parts.outbox.take();
    }

    /** The messages that were sent, and nothing else of what was taken. */
    List<Message> sent() {
        return take().stream().filter(Effect.Send.class::isInstance).map(effect -> {
            try {
                return frames.decode(((Effect.Send) effect).bytes()).message();
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }).toList();
    }

    /** The facts that were reported, and nothing else of what was taken. */
    List<Fact> facts() {
        return take().stream().filter(Effect.Report.class::isInstance).map(effect -> ((Effect.Report) effect).fact())
                .toList();
    }
}
