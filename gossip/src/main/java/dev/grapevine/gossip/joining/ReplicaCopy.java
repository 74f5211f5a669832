package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.delta.DeltaCodec;
import dev.grapevine.consensus.delta.DeltaCodecs;
import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.consensus.delta.Reading;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.joining.CopyMessage.CopyReply;
import dev.grapevine.gossip.joining.CopyMessage.CopyRequest;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;

/**
 * A joining node's copying of a peer's replica, block by block, in whole floats. The peer goes on training meanwhile, so
 * blocks may be some rounds apart; the exchanges that follow even that out.
 */
final class ReplicaCopy implements Conversation {

    private static final DeltaCodec WHOLE = DeltaCodecs.byName("float32");

    private final ConversationKey key;
    private final JoiningContext context;
    private final long rounds;
    private final boolean hasCheckpoint;
    private final Runnable inVain;
    private PeerId asked;
    /** Whose answers count, also when they are late. */
    private final Set<PeerId> everAsked = new TreeSet<>();
    private final Set<Integer> inFlight = new LinkedHashSet<>();
    /** How often this peer was asked since anybody's last answer. */
    private int attempts = 1;
    private int requested;
    private Duration lastHeard = Duration.ZERO;
    /** When a block came, or the copy began. */
    private Duration lastCopied = Duration.ZERO;
    private boolean over;

    /**
     * @param from          whom to ask first
     * @param rounds        where to go on counting rounds
     * @param hasCheckpoint whether the node can do without a copy if nobody is there
     * @param inVain        what to do if nobody gives a copy and the node cannot do without
     */
    ReplicaCopy(ConversationKey key, PeerId from, long rounds, boolean hasCheckpoint, JoiningContext context,
            Runnable inVain) {
        this.key = key;
        this.asked = from;
        this.rounds = rounds;
        this.hasCheckpoint = hasCheckpoint;
        this.context = context;
        this.inVain = inVain;
        everAsked.add(from);
    }

    @Override
    public ConversationKey key() {
        return key;
    }

    /** Whoever is asked answers. */
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
        lastHeard = context.now();
        lastCopied = context.now();
        fillWindow();
        lookAgain();
    }

    private void lookAgain() {
        context.setTimer(key, CopyingRoom.RETRY, context.parameters().retryAfter());
    }

    @Override
    public void hear(PeerId from, Message message) {
        if (message instanceof CopyReply reply) {
            replied(from, reply);
        }
    }

    private void replied(PeerId from, CopyReply reply) {
        int block = reply.block();
        if (!everAsked.contains(from)) {
            context.fault(from, "a copy that nobody asked for");
            return;
        }
        if (!inFlight.contains(block)) {
            return;
        }
        Replica replica = context.replica();
        Blocks blocks = replica.blocks();
        int[] differences = replica.differences();
        if (WHOLE.difference(reply.payload(), 0, reply.payload().length, replica.published().units(),
                blocks.offset(block), blocks.length(block), Grid.NONE, 0, differences) != Reading.DECODED) {
            context.fault(from, "a copy that is no block of parameters");
            return;
        }
        replica.copy(block, differences);
        inFlight.remove(block);
        attempts = 1;
        lastHeard = context.now();
        lastCopied = context.now();
        fillWindow();
        if (inFlight.isEmpty()) {
            context.skipTo(rounds);
            replica.copied();
            end();
        }
    }

    private void end() {
        over = true;
        context.enter(Phase.RUNNING);
    }

    /**
     * The timer fired: ask again, or somebody else if the peer is gone or has been asked often enough. It may be copying
     * itself, and from this very node.
     */
    @Override
    public void fired(int what) {
        boolean alone = context.livePeers().isEmpty();
        if (hasCheckpoint && (alone || isInVain())) {
            if (!alone) {
                context.report(
                        new Fact.GivenUp("Goes on from what it has itself, which is older than what others have: "
                                + "nobody gives it a copy"));
            }
            end();
            return;
        }
        if (!alone && isInVain()) {
            context.report(new Fact.GivenUp("Nobody gives it a copy: looks again for those who take part in the run"));
            over = true;
            inVain.run();
            return;
        }
        // Whom to ask next is drawn each time, whether or not it is needed.
        PeerId another = alone ? asked : context.anyPeer().orElse(asked);
        if (context.now().minus(lastHeard).compareTo(context.parameters().retryAfter()) >= 0) {
            boolean goesOn = context.isLive(asked) && attempts < context.parameters().stallAttempts();
            attempts = goesOn ? attempts + 1 : 1;
            asked = goesOn ? asked : another;
            everAsked.add(asked);
            lastHeard = context.now();
            inFlight.forEach(block -> context.send(asked, new CopyRequest(block)));
        }
        lookAgain();
    }

    /** Whether so much time has gone by without a block that more than one peer was asked in vain. */
    private boolean isInVain() {
        ProtocolParameters parameters = context.parameters();
        Duration patience = parameters.enrolmentPatience()
                .plus(parameters.retryAfter().multipliedBy(parameters.stallAttempts()));
        return context.now().minus(lastCopied).compareTo(patience) >= 0;
    }

    private void fillWindow() {
        while (requested < context.replica().blocks().count()
                && inFlight.size() < context.parameters().windowBlocks()) {
            inFlight.add(requested);
            context.send(asked, new CopyRequest(requested));
            requested++;
        }
    }

    /** The other side of a copy: what a node that takes part answers. */
    static CopyReply answer(CopyRequest request, Replica replica) {
        int offset = replica.blocks().offset(request.block());
        int length = replica.blocks().length(request.block());
        byte[] payload = new byte[WHOLE.valueBytesMax(Grid.NONE, length)];
        WHOLE.encodeValues(replica.published().units(), offset, length, Grid.NONE, 0, payload, 0);
        return new CopyReply(request.block(), payload);
    }

    @Override
    public void save(StateWriter out) {
        out.putText(asked.text());
        out.putCount(rounds);
        out.putBoolean(hasCheckpoint);
        out.putCount(everAsked.size());
        everAsked.forEach(peer -> out.putText(peer.text()));
        out.putCount(inFlight.size());
        inFlight.forEach(out::putCount);
        out.putCount(attempts);
        out.putCount(requested);
        out.putLong(lastHeard.toNanos());
        out.putLong(lastCopied.toNanos());
    }

    static ReplicaCopy restore(ConversationKey key, JoiningContext context, Runnable inVain, StateReader in) {
        int blocks = context.replica().blocks().count();
        ReplicaCopy copy = new ReplicaCopy(key, new PeerId(in.getText()), in.getCount(), in.getBoolean(), context,
                inVain);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            copy.everAsked.add(new PeerId(in.getText()));
        }
        for (int left = in.getCount(blocks); left > 0; left--) {
            copy.inFlight.add(in.getCount(blocks - 1));
        }
        copy.attempts = in.getCount(Integer.MAX_VALUE);
        copy.requested = in.getCount(blocks);
        copy.lastHeard = Duration.ofNanos(in.getLong());
        copy.lastCopied = Duration.ofNanos(in.getLong());
        return copy;
    }
}
