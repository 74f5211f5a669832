package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.grapevine.gossip.conversation.SumsCollection;
import dev.grapevine.gossip.core.PeerProtocol.Phase;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * How a run is founded that suits the data of all who look for one: the founder asks them for sums, others answer. What
 * the bytes mean is for drivers to know.
 */
final class Founding {

    private static final byte[] NOTHING = {};

    private final NodeState node;
    private final ProtocolParameters parameters;
    /** Who asked before this node's own sums were ready. */
    private final SortedSet<PeerId> waiting = new TreeSet<>();
    private boolean asked;
    private Optional<byte[]> own = Optional.empty();
    private final SumsCollection collection = new SumsCollection();
    /** Until when answers are waited for; empty while it falls to somebody else to found. */
    private Optional<Duration> end = Optional.empty();

    Founding(NodeState node, ProtocolParameters parameters) {
        this.node = node;
        this.parameters = parameters;
    }

    /** A founder wants this node's sums: it gets them as soon as they are ready. */
    void requested(PeerId from) {
        if (own.isPresent()) {
            node.outbox.send(from, new Message.SumsReply(own.get()));
        } else {
            waiting.add(from);
            provide();
        }
    }

    /** This node's own sums are ready. Those that do not fit into a frame are none. */
    void ready(byte[] sums) {
        own = Optional.of(sums.length > parameters.frameBytesMax() - FrameCodec.ENVELOPE_BYTES ? NOTHING : sums);
        waiting.forEach(this::requested);
        waiting.clear();
    }

    /**
     * It falls to this node to found: asks whom it has not asked, and founds when there is nobody to wait for.
     *
     * @param others those that look for a run as well
     */
    void goOn(List<PeerId> others) {
        if (own.isEmpty() && !others.isEmpty()) {
            provide();
        } else if (own.isEmpty() || own.get().length == 0) {
            // Where there are no own sums nothing follows from those of others, so nobody has to tell them.
            found(List.of());
        } else {
            collect(others);
        }
    }

    private void collect(List<PeerId> others) {
        if (end.isEmpty()) {
            end = Optional.of(node.now.plus(parameters.sumsPatience()));
            repeat();
        }
        others.stream().filter(collection::expect).forEach(this::ask);
        if (collection.awaited().isEmpty() || node.now.compareTo(end.get()) >= 0) {
            found(collection.sums());
        }
    }

    /** Asks those again that have not answered. */
    void repeat() {
        if (end.isPresent()) {
            collection.awaited().forEach(this::ask);
        }
    }

    void answered(PeerId from, byte[] sums) {
        collection.answered(from, sums);
    }

    void lost(PeerId peer) {
        waiting.remove(peer);
        collection.lost(peer);
    }

    /** It falls to somebody else to found. What was told so far is kept, should it fall to this node again. */
    void giveWay() {
        end = Optional.empty();
    }

    private void ask(PeerId peer) {
        node.outbox.send(peer, new Message.SumsRequest());
    }

    private void provide() {
        if (!asked) {
            asked = true;
            node.outbox.add(new Effect.ProvideSums());
        }
    }

    private void found(List<PeerSums> others) {
        node.phase = Phase.PREPARING;
        node.outbox.add(new Effect.FoundCharter(others));
    }
}
