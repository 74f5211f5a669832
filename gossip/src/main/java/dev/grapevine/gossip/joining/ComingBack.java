package dev.grapevine.gossip.joining;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.joining.JoiningMessage.CharterReply;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A node that comes back with a checkpoint looks for a peer of its run, whose replica is newer. If nobody is there, the
 * checkpoint is the best that there is.
 */
final class ComingBack implements Conversation {

    private final ConversationKey key;
    private final Joining joining;
    private final ProtocolParameters parameters;
    private final JoiningContext context;

    ComingBack(ConversationKey key, Joining joining, ProtocolParameters parameters, JoiningContext context) {
        this.key = key;
        this.joining = joining;
        this.parameters = parameters;
        this.context = context;
    }

    @Override
    public ConversationKey key() {
        return key;
    }

    /** Whoever is there answers. */
    @Override
    public PeerId peer() {
        return context.self();
    }

    @Override
    public boolean isOver() {
        return context.phase() != Phase.CATCHING_UP;
    }

    void start() {
        context.setTimer(key, JoiningRoom.RETRY, parameters.enrolmentPatience());
    }

    @Override
    public void hear(PeerId from, Message message) {
        if (message instanceof CharterReply reply && isOfThisRun(reply)) {
            joining.copy(from, reply.rounds(), true);
        }
    }

    private boolean isOfThisRun(CharterReply reply) {
        return reply.charter().map(Charter::fingerprint)
                .equals(context.charter().map(Charter::fingerprint));
    }

    @Override
    public void fired(int what) {
        context.enter(Phase.RUNNING);
    }

    /** There is nothing to remember but that it is one. */
    @Override
    public void save(StateWriter out) {
        out.putBoolean(true);
    }

    static ComingBack restore(ConversationKey key, Joining joining, ProtocolParameters parameters,
            JoiningContext context) {
        return new ComingBack(key, joining, parameters, context);
    }
}
