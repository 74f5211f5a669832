package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.JoiningMessage.CharterReply;
import dev.grapevine.gossip.joining.JoiningMessage.CharterRequest;
import dev.grapevine.gossip.joining.JoiningMessage.SumsReply;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The search for a run: a node without a charter asks every peer for one; if no peer has one it founds a run, or waits
 * for the founder.
 */
final class Enrolling implements Conversation {

    private final ConversationKey key;
    private final Joining joining;
    private final ProtocolParameters parameters;
    private final JoiningContext context;
    private final Enrolment enrolment;
    private final Founding founding;
    private Duration started = Duration.ZERO;
    /** Whether the user waits for nobody any more. */
    private boolean foundsNow;

    Enrolling(ConversationKey key, Map<String, String> pinned, Joining joining, ProtocolParameters parameters,
            JoiningContext context) {
        this.key = key;
        this.joining = joining;
        this.parameters = parameters;
        this.context = context;
        this.enrolment = new Enrolment(pinned, parameters.enrolmentPatience(),
                parameters.enrolmentPatience().plus(parameters.sumsPatience()));
        this.founding = new Founding(parameters, joining, context);
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
        return context.phase() != Phase.ENROLLING;
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
        switch ((JoiningMessage) message) {
            case CharterReply reply -> {
                if (joining.isAnswer(from)) {
                    charterReplied(from, reply);
                }
            }
            case SumsReply reply -> sumsReplied(from, reply);
            // Late, from the time when it took part in a run.
            case JoiningMessage.RunAnswer _ -> joining.isAnswer(from);
            case CharterRequest _,JoiningMessage.SumsRequest _,JoiningMessage.RunNotice _,JoiningMessage.RunQuestion _ ->
                throw new IllegalArgumentException("What others say by themselves is no answer to this node");
        }
    }

    private void charterReplied(PeerId from, CharterReply reply) {
        switch (enrolment.answered(from, reply.charter(), reply.rounds(), context.now())) {
            case Enrolment.Decision.KeepLooking _,Enrolment.Decision.Counted _ -> decide();
            case Enrolment.Decision.Conflict conflict -> {
                context.takesPartElsewhere(from, conflict.sentence());
                decide();
            }
        }
    }

    private void sumsReplied(PeerId from, SumsReply reply) {
        if (!context.isLive(from)) {
            return;
        }
        if (founding.answered(from, reply.sums())) {
            decide();
        } else {
            context.fault(from, "sums that nobody asked for");
        }
    }

    /** A peer wants to found a run. */
    void sumsRequested(PeerId from) {
        if (context.isLive(from)) {
            enrolment.requested(from, context.now());
            founding.requested(from);
            decide();
        }
    }

    void sumsReady(byte[] sums) {
        founding.ready(sums);
        decide();
    }

    void lost(PeerId peer) {
        enrolment.lost(peer);
        founding.lost(peer);
        decide();
    }

    @Override
    public void onTimer(int what) {
        founding.repeat();
        decide();
        if (context.phase() == Phase.ENROLLING) {
            context.livePeers().forEach(joining::ask);
            lookAgain();
        }
    }

    private void decide() {
        if (context.phase() != Phase.ENROLLING) {
            return;
        }
        Optional<String> impasse = enrolment.impasse(context.livePeers().size(), context.now());
        if (!enrolment.votes().isEmpty()) {
            if (joining.isDue(enrolment.votes())) {
                joining.adopt(enrolment.votes().outcome());
            }
        } else if (impasse.isPresent()) {
            context.halt(Effect.Cause.SETTINGS, impasse.get());
        } else if (mayFound()) {
            foundIfDue();
        }
    }

    private boolean mayFound() {
        return foundsNow || parameters.foundingNodes() != ProtocolParameters.NEVER
                && 1 + context.livePeers().size() >= parameters.foundingNodes()
                && context.now().minus(started).compareTo(parameters.enrolmentPatience()) >= 0;
    }

    /** The user waits for nobody any more. */
    void foundNow() {
        foundsNow = true;
        decide();
    }

    private void foundIfDue() {
        enrolment.passOver(context.self(), context.now()).forEach(peer -> context.report(
                new Fact.GivenUp(peer + " was to found a run and has let its time go by: it is passed over")));
        if (enrolment.shouldFound(context.self(), context.livePeers().size())) {
            founding.goOn(enrolment.looking(), silent());
        } else {
            founding.giveWay();
        }
    }

    /** The number of live peers that have not answered. */
    private int silent() {
        return (int) context.livePeers().stream().filter(peer -> !enrolment.hasAnswered(peer)).count();
    }

    @Override
    public void save(StateWriter out) {
        out.putBoolean(false);
        out.putLong(started.toNanos());
        out.putBoolean(foundsNow);
        enrolment.save(out);
        founding.save(out);
    }

    static Enrolling restore(ConversationKey key, Map<String, String> pinned, Joining joining,
            ProtocolParameters parameters, JoiningContext context, StateReader in) {
        Enrolling enrolling = new Enrolling(key, pinned, joining, parameters, context);
        enrolling.started = Duration.ofNanos(in.getLong());
        enrolling.foundsNow = in.getBoolean();
        enrolling.enrolment.restore(in);
        enrolling.founding.restore(in);
        return enrolling;
    }
}
