package dev.grapevine.gossip.core;

import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.leaving.Outlived;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.BlockMessage;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * All that comes from peers and from membership: notes which peers are there and in which incarnation, drops what must
 * not be read, and routes messages to their conversations.
 */
final class Arrivals {

    private final Rooms rooms;
    private final FrameCodec frames;
    private final NodeParts parts;
    private final NodeContext context;
    private final Conversations conversations;
    private final Neighbourhood neighbourhood;

    Arrivals(Rooms rooms, FrameCodec frames, NodeParts parts, NodeContext context) {
        this.rooms = rooms;
        this.frames = frames;
        this.parts = parts;
        this.context = context;
        this.conversations = parts.conversations;
        this.neighbourhood = parts.neighbourhood;
    }

    /** Membership considers a peer alive. */
    void joined(PeerId peer, long incarnation) {
        if (!FieldBytes.isIncarnation(incarnation)) {
            context.report(new Fact.PeerRefused(peer, peer + " is ignored: membership says that it is in life "
                    + incarnation + ", allowed are 1 to " + FieldBytes.INCARNATION_MAX));
        } else if (!peer.equals(parts.self) && hears(peer, incarnation)) {
            neighbourhood.live().add(peer);
            parts.joining.joined(peer);
            if (parts.takesPart()) {
                parts.participation.shares().tell(peer);
            }
        }
    }

    /** Notes a peer's incarnation; false if it is dead. */
    private boolean hears(PeerId peer, long incarnation) {
        long before = conversations.incarnationOf(peer);
        boolean heard = conversations.hears(peer, incarnation);
        if (heard) {
            neighbourhood.heardFrom(peer);
            if (before != Incarnations.UNKNOWN && before != incarnation) {
                neighbourhood.buried(peer);
            }
        }
        return heard;
    }

    /** Membership no longer considers a peer alive. */
    void lost(PeerId peer) {
        neighbourhood.live().remove(peer);
        parts.joining.lost(peer);
    }

    /** A peer has left for good. */
    void departed(PeerId peer) {
        conversations.bury(peer);
        lost(peer);
        neighbourhood.forgotten(peer);
    }

    /** A frame came. */
    void arrived(PeerId from, byte[] bytes) {
        // A node that runs from a copy of this node's directory has the same name.
        if (context.phase() == Phase.STOPPED || from.equals(parts.self)) {
            return;
        }
        if (neighbourhood.ignores(from, parts.now)) {
            context.reached(Limit.BAN, from);
            return;
        }
        Envelope envelope;
        try {
            envelope = frames.decode(bytes);
        } catch (MalformedFrameException e) {
            context.fault(from, e.getMessage());
            return;
        }
        if (!hears(from, envelope.senderIncarnation())) {
            if (conversations.isDead(from, envelope.senderIncarnation())) {
                spokeDead(from);
            }
            return;
        }
        Message message = envelope.message();
        boolean forAnEarlierLife = envelope.receiverIncarnation() != Incarnations.UNKNOWN
                && envelope.receiverIncarnation() != parts.incarnation;
        if (forAnEarlierLife) {
            // Any message carries the current incarnation, and the sender needs nothing else.
            refuse(from, message, "restarted");
        } else if (fitsTheModel(message)) {
            route(from, message);
        } else if (parts.takesPart()) {
            context.fault(from, "a block that the model does not have");
        }
    }

    /** Whether a message names no block, or one that this node's model has. */
    private boolean fitsTheModel(Message message) {
        return !(message instanceof BlockMessage about)
                || parts.run != null && about.block() < parts.run.replica.blocks().count();
    }

    private void route(PeerId from, Message message) {
        Room room = rooms.of(message);
        if (conversations.speaker(room.kind()).isPresent()) {
            conversations.onMessage(from, room.kind(), message);
        } else if (message instanceof ConversationMessage said && said.isFromInitiator()) {
            refuse(from, message, "is " + context.phase().word());
        }
    }

    private void refuse(PeerId to, Message message, String why) {
        rooms.of(message).refusal(message, parts.self + " " + why).ifPresent(answer -> context.send(to, answer));
    }

    /** A peer sent a message as an incarnation that is over. It cannot read an answer meant for a later one. */
    private void spokeDead(PeerId peer) {
        if (!parts.deadWords.heardFrom(peer, parts.now)) {
            return;
        }
        long latest = conversations.incarnationOf(peer);
        parts.outbox.sendAtOnce(peer, Incarnations.UNKNOWN,
                new Outlived(conversations.isBuried(peer) ? Math.min(latest + 1, FieldBytes.INCARNATION_MAX) : latest));
        if (parts.deadWords.lasts(peer)) {
            context.report(new Fact.PeerRefused(peer,
                    peer + " is not heard: it speaks as a life of it that is over. Its folder is"
                            + " older than what is remembered of it, or two nodes carry one name"));
        }
    }

    /** A peer reports that this node uses an incarnation that is over. */
    void outlived(PeerId from, Outlived said) {
        if (!parts.laterLives.isCredible(said.first())) {
            context.fault(from, "it has heard of a life " + said.first() + " of this node, which is in "
                    + parts.incarnation);
        } else if (parts.isLive(from) && context.phase() != Phase.LEAVING) {
            parts.laterLives
                    .claimed(from, said.first(), parts::isLive, neighbourhood.live().count(), parts.now)
                    .ifPresent(latest -> parts.outbox.add(new Effect.Outlived(latest)));
        }
    }
}
