package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.joining.CopyMessage.CopyReply;
import dev.grapevine.gossip.joining.CopyMessage.CopyRequest;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;

/**
 * Copies the blocks of a peer's replica, one after another, into the node's own, in whole floats. The peer goes on
 * training meanwhile, so blocks may be some rounds apart; the exchanges that follow even that out.
 */
final class BlockFetch {

    private static final DeltaCodec WHOLE = DeltaCodecs.byName("float32");

    private final JoiningContext context;
    private PeerId asked;
    /** The peers whose answers count, also when they are late. */
    private final Set<PeerId> everAsked = new TreeSet<>();
    /** The peers that gave the copied blocks. */
    private final Set<PeerId> givers = new TreeSet<>();
    private final Set<Integer> inFlight = new LinkedHashSet<>();
    /** Requests to this peer since the last answer of any peer. */
    private int attempts = 1;
    private int requested;
    private Duration lastHeard = Duration.ZERO;
    /** Time of the last block, or of the start of the copy. */
    private Duration lastCopied = Duration.ZERO;

    BlockFetch(PeerId from, JoiningContext context) {
        this.asked = from;
        this.context = context;
        everAsked.add(from);
    }

    /** Requests the first blocks of a peer, whatever was copied before. */
    void start(PeerId from) {
        asked = from;
        everAsked.add(from);
        givers.clear();
        inFlight.clear();
        attempts = 1;
        requested = 0;
        lastHeard = context.now();
        lastCopied = context.now();
        fillWindow();
    }

    /** The peer that blocks are requested from. */
    PeerId source() {
        return asked;
    }

    /** All peers that gave blocks. */
    Set<PeerId> givers() {
        return givers;
    }

    boolean isComplete() {
        return inFlight.isEmpty();
    }

    /**
     * A peer sent a block.
     *
     * @return whether it was the last one
     */
    boolean replied(PeerId from, CopyReply reply) {
        int block = reply.block();
        if (!everAsked.contains(from)) {
            context.fault(from, "a copy that nobody asked for");
            return false;
        }
        if (!inFlight.contains(block)) {
            return false;
        }
        Replica replica = context.replica();
        Blocks blocks = replica.blocks();
        int[] differences = replica.differences();
        if (WHOLE.difference(reply.payload(), 0, reply.payload().length, replica.published().units(),
                blocks.offset(block), blocks.length(block), Lattice.NONE, 0, differences) != DecodeResult.DECODED) {
            context.fault(from, "a copy that is no block of parameters");
            return false;
        }
        replica.copy(block, differences);
        givers.add(from);
        inFlight.remove(block);
        attempts = 1;
        lastHeard = context.now();
        lastCopied = context.now();
        fillWindow();
        return isComplete();
    }

    /**
     * The timer fired: asks again, or asks another peer if this one is gone or has been asked often enough: it may be
     * copying itself, and from this very node.
     */
    void lookAgain() {
        boolean alone = context.livePeers().isEmpty();
        // The draw is made each time, needed or not.
        PeerId another = alone ? asked : context.anyPeer().orElse(asked);
        if (context.now().minus(lastHeard).compareTo(context.parameters().retryAfter()) >= 0) {
            boolean goesOn = context.isLive(asked) && attempts < context.parameters().stallAttempts();
            attempts = goesOn ? attempts + 1 : 1;
            asked = goesOn ? asked : another;
            everAsked.add(asked);
            lastHeard = context.now();
            inFlight.forEach(block -> context.send(asked, new CopyRequest(block)));
        }
    }

    /** Whether no block has come for so long that more than one peer was asked in vain. */
    boolean isInVain() {
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

    /** The other side: the answer of a node that takes part. */
    static CopyReply answer(CopyRequest request, Replica replica) {
        int offset = replica.blocks().offset(request.block());
        int length = replica.blocks().length(request.block());
        byte[] payload = new byte[WHOLE.valueBytesMax(Lattice.NONE, length)];
        WHOLE.encodeValues(replica.published().units(), offset, length, Lattice.NONE, 0, payload, 0);
        return new CopyReply(request.block(), payload);
    }

    void save(StateWriter out) {
        out.putText(asked.text());
        CopyComparison.savePeers(everAsked, out);
        CopyComparison.savePeers(givers, out);
        out.putCount(inFlight.size());
        inFlight.forEach(out::putCount);
        out.putCount(attempts);
        out.putCount(requested);
        out.putLong(lastHeard.toNanos());
        out.putLong(lastCopied.toNanos());
    }

    static BlockFetch restore(JoiningContext context, StateReader in) {
        int blocks = context.replica().blocks().count();
        BlockFetch fetch = new BlockFetch(new PeerId(in.getText()), context);
        CopyComparison.restorePeers(fetch.everAsked, in);
        CopyComparison.restorePeers(fetch.givers, in);
        for (int left = in.getCount(blocks); left > 0; left--) {
            fetch.inFlight.add(in.getCount(blocks - 1));
        }
        fetch.attempts = in.getCount(Integer.MAX_VALUE);
        fetch.requested = in.getCount(blocks);
        fetch.lastHeard = Duration.ofNanos(in.getLong());
        fetch.lastCopied = Duration.ofNanos(in.getLong());
        return fetch;
    }
}
