package dev.grapevine.gossip.joining;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.joining.CopyMessage.SketchReply;
import dev.grapevine.gossip.joining.CopyMessage.SketchRequest;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Before a node uses a copy it asks a few others for sketches of what they have. The seed of the sketches was drawn before
 * the copy and is told after it, so that whoever gave the copy could not suit it to them.
 */
final class CopyComparison {

    /** What to do with a copy. */
    sealed interface Decision {

        /** Nothing yet: answers are to come. */
        record Wait() implements Decision {}

        /** It is borne out. */
        record Use() implements Decision {}

        /** It is not, but neither is anything that is nearer to what the node had. */
        record UseForLackOfBetter() implements Decision {}

        /** Nobody is there to compare it with. */
        record UseUncompared() implements Decision {}

        /** To copy the replica of another peer, which most bear out. */
        record CopyInstead(PeerId peer) implements Decision {}
    }

    /** So many others are asked; whoever does not answer is not waited for once somebody has. */
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

    /** Of what will be copied, while the replica still is the node's own. */
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
     * @param givers all that something in it is from: they are asked nothing
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

    /** Asks again whoever has not answered, and others in place of those who are gone. */
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

    /** A peer tells what it has. */
    void hear(PeerId from, SketchReply reply) {
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
        return panel.isBorneOut()
                ? new Decision.Use()
                : panel.better().<Decision>map(Decision.CopyInstead::new).orElseGet(Decision.UseForLackOfBetter::new);
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
