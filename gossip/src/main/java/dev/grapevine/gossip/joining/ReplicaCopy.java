package dev.grapevine.gossip.joining;

import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.CopyMessage.CopyReply;
import dev.grapevine.gossip.joining.CopyMessage.CopyRequest;
import dev.grapevine.gossip.joining.CopyMessage.SketchReply;
import dev.grapevine.gossip.joining.CopyMessage.SketchRequest;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Copies a peer's replica: all its blocks, then a comparison with the replicas of others, and only then the copy is
 * used; or another peer's replica is copied, or none if no peer gives one.
 */
final class ReplicaCopy implements Conversation {

    private final ConversationKey key;
    private final JoiningContext context;
    private final long rounds;
    private final boolean hasCheckpoint;
    private final Runnable inVain;
    private final BlockFetch fetch;
    private final CopyComparison comparison;
    /** The first copy was not confirmed. */
    private boolean doubted;
    /** Empty until a copy is in use that could not be compared. */
    private Optional<CopyWatch> watch = Optional.empty();
    /** The user knows that no peer is there to copy from. */
    private boolean toldAlone;
    private boolean over;

    private ReplicaCopy(ConversationKey key, long rounds, boolean hasCheckpoint, BlockFetch fetch,
            CopyComparison comparison, JoiningContext context, Runnable inVain) {
        this.key = key;
        this.rounds = rounds;
        this.hasCheckpoint = hasCheckpoint;
        this.fetch = fetch;
        this.comparison = comparison;
        this.context = context;
        this.inVain = inVain;
    }

    /**
     * Does not begin yet; the replica is the node's own.
     *
     * @param from          the peer to ask first
     * @param rounds        the number from which to count rounds
     * @param hasCheckpoint whether the node can do without a copy if no peer is there
     * @param inVain        the action if no peer gives a copy and the node cannot do without
     */
    ReplicaCopy(ConversationKey key, PeerId from, long rounds, boolean hasCheckpoint, JoiningContext context,
            Runnable inVain) {
        this(key, rounds, hasCheckpoint, new BlockFetch(from, context), CopyComparison.begin(context), context, inVain);
    }

    @Override
    public ConversationKey key() {
        return key;
    }

    /** Any peer that is asked may answer. */
    @Override
    public PeerId peer() {
        return context.self();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** Requests the first blocks. */
    void start() {
        fetch.start(fetch.source());
        lookAgain();
    }

    private void lookAgain() {
        context.setTimer(key, CopyingRoom.RETRY, context.parameters().retryAfter());
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        switch ((CopyMessage) message) {
            case CopyReply reply -> {
                if (fetch.replied(from, reply)) {
                    comparison.copied(fetch.source(), fetch.givers());
                    decide();
                }
            }
            case SketchReply reply -> {
                if (watch.isPresent()) {
                    watch.get().onSketch(from, reply);
                    over = watch.get().isOver();
                } else {
                    comparison.onSketch(from, reply);
                    decideIfComplete();
                }
            }
            case CopyRequest _,SketchRequest _ -> {
                // The node that copies asks.
            }
        }
    }

    private void decideIfComplete() {
        if (fetch.isComplete()) {
            decide();
        }
    }

    private void decide() {
        switch (comparison.decision()) {
            case CopyComparison.Decision.Wait _ -> {
            }
            case CopyComparison.Decision.Use _ -> use();
            case CopyComparison.Decision.UseForLackOfBetter _ -> {
                tell("What it copied from " + fetch.source() + " is far from what others have, and nothing of"
                        + " theirs is better borne out: uses it");
                use();
            }
            case CopyComparison.Decision.UseUncompared _ -> {
                tell("Nobody else is there to compare the copy of " + fetch.source() + "'s replica with: that is done"
                        + " later");
                watch = Optional.of(new CopyWatch(fetch.source(), context));
                use();
            }
            case CopyComparison.Decision.CopyInstead(PeerId peer) -> {
                tell("What it copied from " + fetch.source() + " is far from what others have: copies the replica of "
                        + peer + " instead");
                doubted = true;
                fetch.start(peer);
            }
        }
    }

    private void tell(String sentence) {
        context.report(new Fact.GivenUp(sentence));
    }

    private void use() {
        context.skipTo(rounds);
        context.replica().copied();
        enterRunning();
    }

    private void enterRunning() {
        over = watch.isEmpty();
        if (!over) {
            context.setTimer(key, CopyingRoom.WATCH, context.parameters().enrolmentPatience());
        }
        context.enter(Phase.RUNNING);
    }

    @Override
    public void onTimer(int what) {
        if (watch.isPresent()) {
            if (what == CopyingRoom.WATCH) {
                watchOn(watch.get());
            }
        } else if (fetch.isComplete()) {
            comparison.lookAgain(fetch.givers());
            decide();
            if (watch.isEmpty() && !over) {
                lookAgain();
            }
        } else {
            fetchOn();
        }
    }

    private void watchOn(CopyWatch watching) {
        watching.look();
        over = watching.isOver();
        if (!over) {
            context.setTimer(key, CopyingRoom.WATCH, context.parameters().enrolmentPatience());
        }
    }

    private void fetchOn() {
        boolean alone = context.livePeers().isEmpty();
        if (hasCheckpoint && (alone || fetch.isInVain())) {
            if (!alone) {
                tell("Goes on from what it has itself, which is older than what others have: nobody gives it a copy");
            }
            if (doubted) {
                context.replica().goBack();
            }
            enterRunning();
            return;
        }
        if (!alone && fetch.isInVain()) {
            tell("Nobody gives it a copy: looks again for those who take part in the run");
            over = true;
            inVain.run();
            return;
        }
        if (alone && fetch.isInVain() && !toldAlone) {
            toldAlone = true;
            tell("Nobody is there any more to give it a copy: waits until somebody is");
        }
        fetch.lookAgain();
        lookAgain();
    }

    @Override
    public void save(StateWriter out) {
        out.putCount(rounds);
        out.putBoolean(hasCheckpoint);
        fetch.save(out);
        comparison.save(out);
        out.putBoolean(doubted);
        out.putBoolean(toldAlone);
        out.putBoolean(watch.isPresent());
        watch.ifPresent(watching -> watching.save(out));
    }

    static ReplicaCopy restore(ConversationKey key, JoiningContext context, Runnable inVain, StateReader in) {
        ReplicaCopy copy = new ReplicaCopy(key, in.getCount(), in.getBoolean(), BlockFetch.restore(context, in),
                CopyComparison.restore(context, in), context, inVain);
        copy.doubted = in.getBoolean();
        copy.toldAlone = in.getBoolean();
        copy.watch = in.getBoolean() ? Optional.of(CopyWatch.restore(context, in)) : Optional.empty();
        return copy;
    }
}
