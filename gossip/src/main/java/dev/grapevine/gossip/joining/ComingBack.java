package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.List;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.JoiningMessage.CharterReply;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The search of a node that comes back with a checkpoint: it looks for a peer of its run, whose replica is newer. A
 * node whose copy failed does the same. If nobody is there, its own replica is the best one.
 */
final class ComingBack implements Conversation {

    private final ConversationKey key;
    private final Joining joining;
    private final ProtocolParameters parameters;
    private final JoiningContext context;
    private final CharterVotes votes = new CharterVotes();
    private Duration started = Duration.ZERO;

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

    /** Any peer may answer. */
    @Override
    public PeerId peer() {
        return context.self();
    }

    @Override
    public boolean isOver() {
        return context.phase() != Phase.CATCHING_UP;
    }

    void start() {
        started = context.now();
        lookAgain();
    }

    private void lookAgain() {
        context.setTimer(key, JoiningRoom.RETRY, parameters.retryAfter());
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        if (!(message instanceof CharterReply reply) || !joining.isAnswer(from)) {
            return;
        }
        if (isOfThisRun(reply)) {
            votes.vote(from, reply.charter().orElseThrow(), reply.rounds(), context.now());
        } else {
            votes.abstain(from);
            joining.compare(from, reply);
        }
        decide();
    }

    void lost(PeerId peer) {
        votes.lost(peer);
        decide();
    }

    /**
     * Starts the copy if enough is known of the run.
     *
     * @return whether it did
     */
    private boolean decide() {
        if (isOver() || !joining.isDue(votes)) {
            return isOver();
        }
        CharterVotes.Outcome outcome = votes.outcome();
        joining.copy(outcome.source(), outcome.rounds(), true);
        return true;
    }

    private boolean isOfThisRun(CharterReply reply) {
        return reply.charter().map(Charter::fingerprint)
                .equals(context.charter().map(Charter::fingerprint));
    }

    /** Asks again, or goes on from the checkpoint. */
    @Override
    public void onTimer(int what) {
        if (decide()) {
            return;
        }
        List<PeerId> live = context.livePeers();
        if (context.now().minus(started).compareTo(parameters.enrolmentPatience()) < 0) {
            live.forEach(joining::ask);
            lookAgain();
        } else {
            if (!live.isEmpty()) {
                context.report(
                        new Fact.GivenUp("Goes on from what it has itself, which is older than what others have: "
                                + "of those who are alive (" + live.size()
                                + ") none has said that it takes part in the run"));
            }
            context.enter(Phase.RUNNING);
        }
    }

    @Override
    public void save(StateWriter out) {
        out.putBoolean(true);
        out.putLong(started.toNanos());
        votes.save(out);
    }

    static ComingBack restore(ConversationKey key, Joining joining, ProtocolParameters parameters,
            JoiningContext context, StateReader in) {
        ComingBack comingBack = new ComingBack(key, joining, parameters, context);
        comingBack.started = Duration.ofNanos(in.getLong());
        comingBack.votes.restore(in);
        return comingBack;
    }
}
