package dev.grapevine.gossip.joining;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.JoiningMessage.CharterReply;
import dev.grapevine.gossip.joining.JoiningMessage.CharterRequest;
import dev.grapevine.gossip.joining.JoiningMessage.RunAnswer;
import dev.grapevine.gossip.joining.JoiningMessage.RunNotice;
import dev.grapevine.gossip.joining.JoiningMessage.RunQuestion;
import dev.grapevine.gossip.joining.JoiningMessage.SumsReply;
import dev.grapevine.gossip.joining.JoiningMessage.SumsRequest;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The way from start to taking part. With nothing but data: find a charter, prepare, copy a replica. After a restart:
 * copy a replica, or go on from the checkpoint if no peer is there. It also answers the questions of other nodes that
 * join.
 */
public final class Joining implements Speaker {

    private final JoiningRoom room = new JoiningRoom();
    private final JoiningContext context;
    private final Copying copying;
    private final ProtocolParameters parameters;
    private final Map<String, String> pinned;
    private final Questions questions = new Questions();
    /** The peer whose replica to copy once model and data are ready; empty for a run that only begins, with random parameters. */
    private Optional<PeerId> copyFrom = Optional.empty();
    private long copyRounds;

    /**
     * @param parameters for the time until a charter is found
     * @param pinned     terms that the user gave explicitly: a run that differs in one is refused
     */
    public Joining(JoiningContext context, Copying copying, ProtocolParameters parameters,
            Map<String, String> pinned) {
        this.context = context;
        this.copying = copying;
        this.parameters = parameters;
        this.pinned = pinned;
        copying.whenInVain(this::comeBack);
    }

    @Override
    public Room room() {
        return room;
    }

    private ConversationKey key() {
        return context.conversations().onlyKey(room.kind());
    }

    /** The node is up: it looks for a run, or for peers of its earlier one. */
    public void start() {
        if (context.phase() == Phase.CATCHING_UP) {
            comeBack();
        } else {
            Enrolling enrolling = new Enrolling(key(), pinned, this, parameters, context);
            context.conversations().open(enrolling);
            enrolling.start();
        }
    }

    private void comeBack() {
        ComingBack comingBack = new ComingBack(key(), this, parameters, context);
        context.conversations().open(comingBack);
        comingBack.start();
    }

    /** Membership reports a peer. */
    public void joined(PeerId peer) {
        if (context.phase() == Phase.ENROLLING || context.phase() == Phase.CATCHING_UP) {
            ask(peer);
        }
    }

    /** Asks a peer which run it takes part in. */
    public void ask(PeerId peer) {
        asked(peer);
        context.send(peer, new CharterRequest());
    }

    /** Asks a peer which of several runs it takes part in. */
    void askRun(PeerId peer) {
        asked(peer);
        context.send(peer, new RunQuestion());
    }

    /** Asks a peer in another run for its charter, which shows the differing term. */
    public void askWhy(PeerId peer) {
        ask(peer);
        together().isUnclear(peer);
    }

    /** A peer was sent a question that it may answer with a charter. */
    void asked(PeerId peer) {
        questions.asked(peer);
    }

    /** Whether a message about a run answers a question to a live peer. An unasked answer is the peer's fault. */
    boolean isAnswer(PeerId from) {
        if (!context.isLive(from)) {
            return false;
        }
        Questions.Answer answer = questions.answered(from);
        if (answer == Questions.Answer.UNASKED) {
            context.fault(from, "a charter that nobody asked for");
        }
        return answer == Questions.Answer.EXPECTED;
    }

    /** Membership has lost sight of a peer. */
    public void lost(PeerId peer) {
        questions.lost(peer);
        context.conversations().forEach(Enrolling.class, enrolling -> enrolling.lost(peer));
        context.conversations().forEach(ComingBack.class, comingBack -> comingBack.lost(peer));
    }

    /** The user wants a run now. */
    public void foundNow() {
        context.conversations().forEach(Enrolling.class, Enrolling::foundNow);
    }

    /** This node's own sums are ready. */
    public void sumsReady(byte[] sums) {
        context.conversations().forEach(Enrolling.class, enrolling -> enrolling.sumsReady(sums));
    }

    /** Whether enough is known of a run to join it. */
    boolean isDue(CharterVotes votes) {
        return votes.isDue(context.livePeers(), parameters.retryAfter().multipliedBy(2), context.now());
    }

    /** A charter is found: the driver prepares for it. */
    void adopt(CharterVotes.Outcome outcome) {
        boolean starts = outcome.rounds() == 0 && outcome.charter().value(Charter.INIT).isEmpty();
        copyFrom = starts ? Optional.empty() : Optional.of(outcome.source());
        copyRounds = outcome.rounds();
        outcome.sentences().forEach(sentence -> context.report(new Fact.GivenUp(sentence)));
        outcome.elsewhere().forEach(this::takesPartElsewhere);
        if (outcome.apart()) {
            outcome.elsewhere().keySet().forEach(together()::isUnclear);
        }
        context.enter(Phase.PREPARING);
        context.wish(new Effect.AdoptCharter(outcome.charter()));
    }

    private void takesPartElsewhere(PeerId peer, String difference) {
        context.takesPartElsewhere(peer, peer + " takes no part: " + difference);
    }

    /** A peer of the node's own run answers. */
    void copy(PeerId from, long rounds, boolean hasCheckpoint) {
        copying.copy(from, rounds, hasCheckpoint);
    }

    /** Model and data are ready, and there is a replica. */
    public void prepared() {
        if (copyFrom.isPresent()) {
            copying.copy(copyFrom.get(), copyRounds, false);
        } else {
            context.enter(Phase.RUNNING);
        }
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        switch ((JoiningMessage) message) {
            case CharterRequest _ -> {
                if (context.mayAsk(from)) {
                    tellCharter(from);
                }
            }
            case CharterReply reply -> {
                if (isAnswer(from) && context.phase().takesPart()) {
                    compare(from, reply);
                }
            }
            case SumsRequest _ -> {
                if (!context.mayAsk(from)) {
                    return;
                }
                if (context.phase().takesPart()) {
                    // There is a run already: that is all that a founder has to know.
                    tellCharter(from);
                } else {
                    context.conversations().forEach(Enrolling.class, enrolling -> enrolling.sumsRequested(from));
                }
            }
            case SumsReply _ -> {
            }
            case RunQuestion _ -> {
                if (context.mayAsk(from)) {
                    context.send(from, new RunAnswer(fingerprint()));
                }
            }
            case RunAnswer answer -> {
                if (isAnswer(from) && context.phase().takesPart()) {
                    context.conversations().forEach(ComingTogether.class, together -> together.answered(from, answer));
                }
            }
            case RunNotice notice -> {
                if (context.phase().takesPart() && isOfAnotherRun(notice)) {
                    context.incompatible(from);
                }
            }
        }
    }

    private boolean isOfAnotherRun(RunNotice notice) {
        return notice.charterFingerprint() != context.charter().orElseThrow().fingerprint();
    }

    /** The fingerprint of the run that this node takes part in. */
    private OptionalLong fingerprint() {
        return context.phase().takesPart()
                ? OptionalLong.of(context.charter().orElseThrow().fingerprint())
                : OptionalLong.empty();
    }

    private void tellCharter(PeerId to) {
        context.send(to, new CharterReply(context.phase().takesPart() ? context.charter() : Optional.empty(),
                context.rounds()));
    }

    /**
     * A charter arrived that this node no longer needs: it shows how a peer's run differs. If only in its founder, the
     * two runs may merge.
     */
    void compare(PeerId from, CharterReply reply) {
        Charter own = context.charter().orElseThrow();
        reply.charter().flatMap(own::firstDifference)
                .ifPresent(difference -> takesPartElsewhere(from, difference));
        if (reply.charter().filter(own::isFoundedApart).isPresent()) {
            together();
        }
        context.conversations().forEach(ComingTogether.class, together -> together.answered(from, reply));
    }

    private ComingTogether together() {
        return context.conversations().all(ComingTogether.class).stream().findFirst().orElseGet(() -> {
            ComingTogether together = new ComingTogether(this, context);
            context.conversations().open(together);
            together.start();
            return together;
        });
    }

    @Override
    public void buried(PeerId peer) {
        context.conversations().forEach(ComingTogether.class, together -> together.buried(peer));
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        if (ComingTogether.isKey(key)) {
            return ComingTogether.restore(this, context, in);
        }
        return in.getBoolean()
                ? ComingBack.restore(key, this, parameters, context, in)
                : Enrolling.restore(key, pinned, this, parameters, context, in);
    }

    @Override
    public void save(StateWriter out) {
        out.putText(copyFrom.map(PeerId::text).orElse(""));
        out.putCount(copyRounds);
        questions.save(out);
    }

    @Override
    public void restore(StateReader in) {
        copyFrom = Optional.of(in.getText()).filter(text -> !text.isEmpty()).map(PeerId::new);
        copyRounds = in.getCount();
        questions.restore(in);
    }
}
