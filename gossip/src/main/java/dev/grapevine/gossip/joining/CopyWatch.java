package dev.grapevine.gossip.joining;

import java.util.Optional;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.joining.CopyMessage.SketchReply;
import dev.grapevine.gossip.joining.CopyMessage.SketchRequest;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Compares a copy later, if no peer was there to compare it with: with another peer's replica or, if there is none,
 * with what its source has by then. The user is told if they are far apart.
 */
final class CopyWatch {

    /** The number of looks for another peer after which the source itself is asked. */
    private static final int LOOKS_FOR_ANOTHER = 3;
    private static final int LOOKS_MAX = 12;

    private final PeerId source;
    private final JoiningContext context;
    private int looks;
    private Optional<PeerId> asked = Optional.empty();
    private final long seed;
    private boolean over;

    CopyWatch(PeerId source, JoiningContext context) {
        this(source, context.drawSeed(), context);
    }

    private CopyWatch(PeerId source, long seed, JoiningContext context) {
        this.source = source;
        this.seed = seed;
        this.context = context;
    }

    boolean isOver() {
        return over;
    }

    /** The timer fired: asks a peer. */
    void look() {
        looks++;
        over = looks > LOOKS_MAX;
        if (over) {
            context.reached(Limit.COMPARISONS, source);
        }
        if (over || !context.phase().takesPart()) {
            return;
        }
        asked = context.somePeers(1, peer -> !peer.equals(source)).stream().findFirst();
        if (asked.isEmpty() && looks > LOOKS_FOR_ANOTHER && context.isLive(source)) {
            asked = Optional.of(source);
        }
        asked.ifPresent(peer -> context.send(peer, new SketchRequest(seed)));
    }

    void onSketch(PeerId from, SketchReply reply) {
        if (!asked.equals(Optional.of(from))) {
            return;
        }
        if (reply.isMalformed()) {
            context.fault(from, "a sketch of another length");
        }
        reply.sketch().ifPresent(sketch -> compare(from, sketch));
    }

    private void compare(PeerId from, ReplicaSketch sketch) {
        ReplicaSketch own = ReplicaSketch.of(context.replica().published().units(), seed);
        if (!own.isNear(sketch, context.initialSketch(seed))) {
            context.report(new Fact.GivenUp("What it copied from " + source + " is far from what "
                    + (from.equals(source)
                            ? "that peer has now"
                            : from + " has")));
        }
        over = true;
    }

    void save(StateWriter out) {
        out.putText(source.text());
        out.putLong(seed);
        out.putCount(looks);
        out.putText(asked.map(PeerId::text).orElse(""));
    }

    static CopyWatch restore(JoiningContext context, StateReader in) {
        CopyWatch watch = new CopyWatch(new PeerId(in.getText()), in.getLong(), context);
        watch.looks = in.getCount(LOOKS_MAX);
        watch.asked = Optional.of(in.getText()).filter(text -> !text.isEmpty()).map(PeerId::new);
        return watch;
    }
}
