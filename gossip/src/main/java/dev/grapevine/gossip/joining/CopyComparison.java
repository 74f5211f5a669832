package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.joining.CopyMessage.SketchReply;
import dev.grapevine.gossip.joining.CopyMessage.SketchRequest;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Compares a copy before it is used: the node asks a few other peers for sketches of their replicas. The seed of the
 * sketches is drawn before the copy and disclosed after it, so that the source could not fit its replica to it.
 */
final class CopyComparison {

    /** The decision about a copy. */
    sealed interface Decision {

        /** None yet: answers are to come. */
        record Wait() implements Decision {}

        /** The others confirm it. */
        record Use() implements Decision {}

        /** The others do not confirm it, but no other replica is better supported. */
        record UseForLackOfBetter() implements Decision {}

        /** No peer is there to compare with. */
        record UseUncompared() implements Decision {}

        /** Copy the replica of another peer, which most confirm. */
        record CopyInstead(PeerId peer) implements Decision {}
    }

    /** The number of peers that are asked; once one has answered, the others are waited for only briefly. */
    static final int PEERS = 4;
    private static final int RETRIES_WAITED = 2;

    private final JoiningContext context;
    private final long seed;
    private final CopyPanel panel;
    private final Set<PeerId> asked = new TreeSet<>();
    private final Set<PeerId> awaited = new TreeSet<>();
    private Duration since = Duration.ZERO;

    private CopyComparison(long seed, CopyPanel panel, JoiningContext context) {
        this.seed = seed;
        this.panel = panel;
        this.context = context;
    }

    /** Prepares the comparison while the replica is still the node's own. */
    static CopyComparison begin(JoiningContext context) {
        long seed = context.drawSeed();
        return new CopyComparison(seed,
                new CopyPanel(context.initialSketch(seed),
                        ReplicaSketch.of(context.replica().published().units(), seed)),
                context);
    }

    /**
     * The replica is a copy now.
     *
     * @param givers all peers that gave a part of it: they are not asked
     */
    void copied(PeerId from, Set<PeerId> givers) {
        panel.copied(from, ReplicaSketch.of(context.replica().published().units(), seed));
        awaited.removeAll(givers);
        since = context.now();
        askOthers(givers);
    }

    private void askOthers(Set<PeerId> givers) {
        int count = PEERS - panel.answers() - (int) awaited.stream().filter(context::isLive).count();
        for (PeerId peer : context.somePeers(count, peer -> !givers.contains(peer) && !asked.contains(peer))) {
            asked.add(peer);
            awaited.add(peer);
            context.send(peer, new SketchRequest(seed));
        }
    }

    /** Asks peers that have not answered again, and other peers in place of those that are gone. */
    void lookAgain(Set<PeerId> givers) {
        awaited.removeIf(peer -> !context.isLive(peer));
        if (!panel.hasAnswers()) {
            awaited.forEach(peer -> context.send(peer, new SketchRequest(seed)));
            Set<PeerId> silent = new TreeSet<>(awaited);
            awaited.clear();
            askOthers(givers);
            awaited.addAll(silent);
        }
    }

    /** A peer's answer. */
    void onSketch(PeerId from, SketchReply reply) {
        if (!asked.contains(from)) {
            context.fault(from, "a sketch that nobody asked for");
        } else if (awaited.remove(from)) {
            if (reply.isMalformed()) {
                context.fault(from, "a sketch of another length");
            }
            reply.sketch().ifPresent(sketch -> panel.answered(from, sketch));
        }
    }

    Decision decision() {
        Duration waited = context.now().minus(since);
        Duration retries = context.parameters().retryAfter().multipliedBy(RETRIES_WAITED);
        boolean enough = awaited.isEmpty()
                || waited.compareTo(panel.hasAnswers() ? retries : context.parameters().enrolmentPatience()) >= 0;
        if (!enough) {
            return new Decision.Wait();
        }
        if (!panel.hasAnswers()) {
            return new Decision.UseUncompared();
        }
        if (panel.isConfirmed()) {
            return new Decision.Use();
        }
        Optional<PeerId> better = panel.better(context::isLive);
        better.ifPresent(panel::asks);
        return better.<Decision>map(Decision.CopyInstead::new).orElseGet(Decision.UseForLackOfBetter::new);
    }

    void save(StateWriter out) {
        out.putLong(seed);
        panel.save(out);
        savePeers(asked, out);
        savePeers(awaited, out);
        out.putLong(since.toNanos());
    }

    static void savePeers(Set<PeerId> peers, StateWriter out) {
        out.putCount(peers.size());
        peers.forEach(peer -> out.putText(peer.text()));
    }

    static CopyComparison restore(JoiningContext context, StateReader in) {
        CopyComparison comparison = new CopyComparison(in.getLong(), CopyPanel.restore(in), context);
        restorePeers(comparison.asked, in);
        restorePeers(comparison.awaited, in);
        comparison.since = Duration.ofNanos(in.getLong());
        return comparison;
    }

    static void restorePeers(Set<PeerId> peers, StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            peers.add(new PeerId(in.getText()));
        }
    }
}
