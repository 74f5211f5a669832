package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.joining.JoiningMessage.SumsReply;
import dev.grapevine.gossip.joining.JoiningMessage.SumsRequest;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Founds a run that suits the data of all nodes that look for one: the founder asks them for sums, and the others
 * answer. Only drivers know what the bytes mean.
 */
final class Founding {

    private static final byte[] NOTHING = {};

    private final ProtocolParameters parameters;
    private final Joining joining;
    private final JoiningContext context;
    /** Peers that asked before this node's own sums were ready. */
    private final SortedSet<PeerId> waiting = new TreeSet<>();
    private boolean asked;
    private Optional<byte[]> own = Optional.empty();
    private final SumsCollection collection = new SumsCollection();
    /** Deadline for answers; empty while another node is the founder. */
    private Optional<Duration> end = Optional.empty();

    Founding(ProtocolParameters parameters, Joining joining, JoiningContext context) {
        this.parameters = parameters;
        this.joining = joining;
        this.context = context;
    }

    /** A founder requests this node's sums: they are sent as soon as they are ready. */
    void requested(PeerId from) {
        if (own.isPresent()) {
            context.send(from, new SumsReply(own.get()));
        } else {
            waiting.add(from);
            provide();
        }
    }

    /** This node's own sums are ready. Sums that do not fit into a frame count as none. */
    void ready(byte[] sums) {
        boolean fits = sums.length <= parameters.frameBytesMax() - FrameCodec.ENVELOPE_BYTES;
        if (!fits) {
            context.reached(Limit.SUMS, context.self());
        }
        own = Optional.of(fits ? sums : NOTHING);
        waiting.forEach(this::requested);
        waiting.clear();
    }

    /**
     * This node is the founder: asks peers that it has not asked yet, and founds when no answer is awaited.
     *
     * @param others the other peers that look for a run
     * @param silent number of further live peers that have not answered
     */
    void goOn(List<PeerId> others, int silent) {
        if (own.isEmpty() && !others.isEmpty()) {
            provide();
        } else if (own.isEmpty() || own.get().length == 0) {
            // Without sums of its own a node cannot use those of others, so it does not ask for them.
            found(List.of(), silent);
        } else {
            collect(others, silent);
        }
    }

    private void collect(List<PeerId> others, int silent) {
        if (end.isEmpty()) {
            end = Optional.of(context.now().plus(parameters.sumsPatience()));
            repeat();
        }
        others.stream().filter(collection::expect).forEach(this::ask);
        if (collection.awaited().isEmpty() || context.now().compareTo(end.get()) >= 0) {
            collection.awaited().forEach(peer -> context.reached(Limit.SUMS_WAIT, peer));
            found(collection.sums(), silent);
        }
    }

    /** Asks the peers again that have not answered. */
    void repeat() {
        if (end.isPresent()) {
            collection.awaited().forEach(this::ask);
        }
    }

    /** A peer sent its sums; false if it was not asked for them. */
    boolean answered(PeerId from, byte[] sums) {
        SumsCollection.Answer answer = collection.answered(from, sums);
        if (answer == SumsCollection.Answer.TOO_LONG) {
            context.reached(Limit.SUMS, from);
        }
        return answer != SumsCollection.Answer.UNASKED;
    }

    void lost(PeerId peer) {
        waiting.remove(peer);
        collection.lost(peer);
    }

    /** Another node is the founder. Answers so far are kept, in case this node becomes the founder again. */
    void giveWay() {
        end = Optional.empty();
    }

    private void ask(PeerId peer) {
        // A peer that takes part in a run answers with its charter.
        joining.asked(peer);
        context.send(peer, new SumsRequest());
    }

    private void provide() {
        if (!asked) {
            asked = true;
            context.wish(new Effect.ProvideSums());
        }
    }

    private void found(List<PeerSums> others, int silent) {
        if (silent > 0) {
            context.report(new Fact.GivenUp("Founds a run, and not all who are alive have said whether they "
                    + "take part in one: " + silent + " of them said nothing"));
        }
        context.enter(Phase.PREPARING);
        context.wish(new Effect.FoundCharter(others));
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putCount(waiting.size());
        waiting.forEach(peer -> out.putText(peer.text()));
        out.putBoolean(asked);
        out.putBoolean(own.isPresent());
        own.ifPresent(out::putBytes);
        collection.save(out);
        out.putLong(end.map(Duration::toNanos).orElse(-1L));
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            waiting.add(new PeerId(in.getText()));
        }
        asked = in.getBoolean();
        own = in.getBoolean() ? Optional.of(in.getBytes()) : Optional.empty();
        collection.restore(in);
        end = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
    }
}
