package dev.grapevine.gossip.joining;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.joining.CopyMessage.CopyReply;
import dev.grapevine.gossip.joining.CopyMessage.CopyRequest;
import dev.grapevine.gossip.joining.CopyMessage.SketchReply;
import dev.grapevine.gossip.joining.CopyMessage.SketchRequest;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/** Copies a peer's replica, and gives others a copy. */
public final class Copying implements Speaker {

    private final CopyingRoom room = new CopyingRoom();
    private final JoiningContext context;
    private Runnable inVain = () -> {};

    public Copying(JoiningContext context) {
        this.context = context;
    }

    @Override
    public Room room() {
        return room;
    }

    /**
     * Sets the action of a node that needs a copy and has got none from any peer: it looks again for peers that take
     * part.
     */
    void whenInVain(Runnable lookAgain) {
        inVain = lookAgain;
    }

    private void inVain() {
        context.enter(Phase.CATCHING_UP);
        inVain.run();
    }

    /**
     * Begins a copy.
     *
     * @param hasCheckpoint whether the node can do without one if no peer is there
     */
    void copy(PeerId from, long rounds, boolean hasCheckpoint) {
        context.enter(Phase.COPYING);
        ReplicaCopy copy = new ReplicaCopy(context.conversations().onlyKey(room.kind()), from, rounds, hasCheckpoint,
                context, this::inVain);
        context.conversations().open(copy);
        copy.start();
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        boolean hasReplica = context.phase().takesPart();
        switch ((CopyMessage) message) {
            case CopyRequest request -> {
                if (hasReplica && context.mayCopy(from)) {
                    context.send(from, BlockFetch.answer(request, context.replica()));
                }
            }
            case SketchRequest request -> {
                if (context.maySketch(from)) {
                    context.send(from, hasReplica
                            ? SketchReply.of(context.replica().published().units(), request.seed())
                            : SketchReply.NOTHING);
                }
            }
            case CopyReply _,SketchReply _ -> {
                // Late: the copy is finished.
            }
        }
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        return ReplicaCopy.restore(key, context, this::inVain, in);
    }
}
