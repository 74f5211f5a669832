package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.JoiningMessage.CharterReply;
import dev.grapevine.gossip.joining.JoiningMessage.RunAnswer;
import dev.grapevine.gossip.joining.JoiningMessage.RunNotice;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/**
 * A node that has met a peer in a run founded apart from its own asks all peers that it sees which of the runs is
 * theirs, again and again until no peer is in another one, and changes to the run that has more nodes.
 */
final class ComingTogether implements Conversation {

    /** A node has one conversation of this type, besides the search for a run, which has sequence 0. */
    private static final long SEQUENCE = 1;
    /** The pause between two inquiries starts at {@code enrolmentPatience} and doubles up to this many of them. */
    private static final int RESTS_MAX = 16;
    private static final int QUESTIONS_MAX = 1 << 16;

    private final ConversationKey key;
    private final Joining joining;
    private final JoiningContext context;
    private final FoundedApart apart = new FoundedApart();
    /** Peers in another run that have not said in which term it differs. */
    private final SortedSet<PeerId> unclear = new TreeSet<>();
    /** Fingerprints of charters that were requested since the last look. */
    private final SortedSet<Long> unseen = new TreeSet<>();
    /** Grows with unanswered questions. */
    private int questions = 1;
    /** The start of the present inquiry; empty during a pause. */
    private Optional<Duration> asking = Optional.empty();
    private int rests = 2;
    private boolean over;

    ComingTogether(Joining joining, JoiningContext context) {
        ConversationKey search = context.conversations().onlyKey(joining.room().kind());
        this.key = new ConversationKey(search.kind(), search.initiator(), search.incarnation(), SEQUENCE);
        this.joining = joining;
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
        return over || context.phase() == Phase.LEAVING || context.phase() == Phase.STOPPED;
    }

    void start() {
        lookAgainIn(context.parameters().retryAfter());
    }

    private void lookAgainIn(Duration delay) {
        context.setTimer(key, JoiningRoom.TOGETHER, delay);
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        throw new IllegalArgumentException("What is said of runs is said in no conversation");
    }

    /** A peer answered with the charter of its run. */
    void answered(PeerId from, CharterReply reply) {
        unclear.remove(from);
        apart.answered(from, fingerprint(reply.charter()));
        reply.charter().ifPresent(theirs -> apart.seen(theirs.fingerprint(), Optional.of(theirs)
                .filter(each -> each.fingerprint() == own().fingerprint() || own().isFoundedApart(each))
                .map(Charter::run)));
        unclear.removeIf(apart::hasAnswered);
    }

    private static OptionalLong fingerprint(Optional<Charter> charter) {
        return charter.isPresent() ? OptionalLong.of(charter.get().fingerprint()) : OptionalLong.empty();
    }

    /**
     * A peer answered with a fingerprint: one of the peers that name it is asked for the charter, unless that is known.
     */
    void answered(PeerId from, RunAnswer answer) {
        apart.answered(from, answer.charterFingerprint());
        if (answer.charterFingerprint().isEmpty()) {
            return;
        }
        long theirs = answer.charterFingerprint().getAsLong();
        if (theirs == own().fingerprint()) {
            apart.seen(theirs, Optional.of(own().run()));
        }
        if (apart.isKnown(theirs)) {
            unclear.remove(from);
        } else {
            unclear.add(from);
            if (unseen.add(theirs)) {
                joining.ask(from);
            }
        }
    }

    /** A peer is in another run, and the differing term is not known. */
    void isUnclear(PeerId peer) {
        unclear.add(peer);
    }

    void buried(PeerId peer) {
        unclear.remove(peer);
        apart.buried(peer);
    }

    @Override
    public void onTimer(int what) {
        unseen.clear();
        if (context.phase() != Phase.RUNNING) {
            // A node without a replica looks for one first, and knows then of which run it is.
            lookAgainIn(context.parameters().enrolmentPatience());
        } else if (asking.isPresent()) {
            decideIfDue(context.now().minus(asking.get()));
        } else if (apart.isAnyApart(own().run(), context.livePeers())) {
            ask();
        } else if (isDone()) {
            over = true;
        } else {
            askWhy();
        }
    }

    private Charter own() {
        return context.charter().orElseThrow();
    }

    private boolean isDone() {
        return unclear.isEmpty() && !apart.isAnyApart(own().run());
    }

    /**
     * Questions and answers get lost: live peers that have not said in which term their run differs are asked again.
     */
    private void askWhy() {
        List<PeerId> silent = context.livePeers().stream().filter(unclear::contains).toList();
        silent.forEach(joining::ask);
        Duration most = context.parameters().enrolmentPatience().multipliedBy(RESTS_MAX);
        Duration wait = context.parameters().retryAfter().multipliedBy(questions);
        questions = silent.isEmpty() ? 1 : Math.min(2 * questions, QUESTIONS_MAX);
        lookAgainIn(
                silent.isEmpty() ? context.parameters().enrolmentPatience() : wait.compareTo(most) < 0 ? wait : most);
    }

    private void ask() {
        asking = Optional.of(context.now());
        apart.ask();
        context.livePeers().forEach(joining::askRun);
        lookAgainIn(secondLook());
    }

    /** The answers of all peers take their time on a slow line. */
    private Duration secondLook() {
        return context.parameters().enrolmentPatience().dividedBy(2);
    }

    private void decideIfDue(Duration waited) {
        List<PeerId> live = context.livePeers();
        List<PeerId> awaited = live.stream().filter(peer -> !apart.hasAnswered(peer)).toList();
        if (!awaited.isEmpty() && waited.compareTo(context.parameters().enrolmentPatience()) < 0) {
            // The peer that was asked for the charter of a fingerprint may not answer.
            awaited.forEach(peer -> {
                if (apart.isUnseen(peer)) {
                    joining.ask(peer);
                } else {
                    joining.askRun(peer);
                }
            });
            lookAgainIn(secondLook());
            return;
        }
        Charter own = own();
        apart.change(own.run(), live).ifPresent(change -> goOver(own, change));
        rest(own.run(), live);
    }

    private void rest(String own, List<PeerId> live) {
        RunNotice notice = new RunNotice(own().fingerprint());
        live.stream().filter(peer -> apart.isAnyApart(own, List.of(peer))).forEach(peer -> context.send(peer, notice));
        asking = Optional.empty();
        over = isDone();
        if (!over) {
            lookAgainIn(context.parameters().enrolmentPatience().multipliedBy(rests));
        }
        rests = apart.isAnyApart(own, live) ? Math.min(2 * rests, RESTS_MAX) : 2;
    }

    private void goOver(Charter own, FoundedApart.Change change) {
        context.report(
                new Fact.GivenUp("Goes over to another run, founded apart from its own by the same terms: of those "
                        + "who are there " + change.there() + " take part in " + Charter.shorten(change.run())
                        + " and, with this node, " + change.here() + " in " + Charter.shorten(own.run())
                        + (change.there() == change.here() ? ", which was founded later" : "")));
        context.wish(new Effect.ChangeRun(own.ofRun(change.run())));
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(asking.map(Duration::toNanos).orElse(-1L));
        out.putCount(rests);
        out.putCount(questions);
        out.putCount(unclear.size());
        unclear.forEach(peer -> out.putText(peer.text()));
        out.putCount(unseen.size());
        unseen.forEach(out::putLong);
        apart.save(out);
    }

    /** Whether a conversation of that key is of this type. */
    static boolean isKey(ConversationKey key) {
        return key.sequence() == SEQUENCE;
    }

    static ComingTogether restore(Joining joining, JoiningContext context, StateReader in) {
        ComingTogether together = new ComingTogether(joining, context);
        together.asking = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
        together.rests = in.getCount(RESTS_MAX);
        together.questions = in.getCount(QUESTIONS_MAX);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            together.unclear.add(new PeerId(in.getText()));
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            together.unseen.add(in.getLong());
        }
        together.apart.restore(in);
        return together;
    }
}
