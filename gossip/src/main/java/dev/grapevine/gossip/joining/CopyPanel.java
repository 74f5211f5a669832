package dev.grapevine.gossip.joining;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Decides whether a copy is credible: replicas of one run differ, but by less than they have learned. A copy that at
 * least half of the asked peers confirm is used; otherwise the replica that most of them confirm, and among equals the
 * one nearest to the node's own earlier replica, which moves it least. A pure machine.
 */
final class CopyPanel {

    private final ReplicaSketch initial;
    private final ReplicaSketch own;
    private final SortedMap<PeerId, ReplicaSketch> answers = new TreeMap<>();
    /** The peers whose replicas were copied, or asked for. */
    private final Set<PeerId> copied = new TreeSet<>();
    private ReplicaSketch copy;
    private PeerId source;

    /**
     * @param initial sketch of the parameters that every node of the run begins with
     * @param own     sketch of the node's earlier replica
     */
    CopyPanel(ReplicaSketch initial, ReplicaSketch own) {
        this.initial = initial;
        this.own = own;
    }

    /** A peer's answer. */
    void answered(PeerId peer, ReplicaSketch sketch) {
        answers.put(peer, sketch);
    }

    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    int answers() {
        return answers.size();
    }

    /** The node has copied a peer's replica. The source of an earlier copy counts like an answer. */
    void copied(PeerId from, ReplicaSketch sketch) {
        if (source != null) {
            answers.put(source, copy);
        }
        answers.remove(from);
        copied.add(from);
        source = from;
        copy = sketch;
    }

    /** A peer is asked for its replica, this once: it may give none. */
    void asks(PeerId peer) {
        copied.add(peer);
    }

    /** Whether at least half of the answers confirm the last copy. */
    boolean isConfirmed() {
        return 2 * support(copy) >= answers.size();
    }

    /**
     * The peer whose replica to copy instead of the last copy; empty if no replica is better.
     *
     * @param isThere whether a peer can give its replica
     */
    Optional<PeerId> better(Predicate<PeerId> isThere) {
        Comparator<ReplicaSketch> better = Comparator.<ReplicaSketch>comparingLong(this::support)
                .thenComparing(ReplicaSketch.nearestTo(own).reversed());
        return answers.keySet().stream().filter(peer -> !copied.contains(peer) && isThere.test(peer))
                .filter(peer -> better.compare(answers.get(peer), copy) > 0)
                .max(Comparator.comparing(answers::get, better));
    }

    /** The number of answers that confirm it, besides itself. */
    private long support(ReplicaSketch sketch) {
        long others = answers.values().stream().filter(answer -> answer != sketch && answer.isNear(sketch, initial))
                .count();
        return sketch == copy || !copy.isNear(sketch, initial) ? others : others + 1;
    }

    void save(StateWriter out) {
        out.putBytes(initial.toBytes());
        out.putBytes(own.toBytes());
        out.putCount(answers.size());
        answers.forEach((peer, sketch) -> {
            out.putText(peer.text());
            out.putBytes(sketch.toBytes());
        });
        out.putCount(copied.size());
        copied.forEach(peer -> out.putText(peer.text()));
        out.putBoolean(source != null);
        if (source != null) {
            out.putText(source.text());
            out.putBytes(copy.toBytes());
        }
    }

    static CopyPanel restore(StateReader in) {
        CopyPanel panel = new CopyPanel(sketch(in), sketch(in));
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            panel.answers.put(new PeerId(in.getText()), sketch(in));
        }
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            panel.copied.add(new PeerId(in.getText()));
        }
        if (in.getBoolean()) {
            panel.source = new PeerId(in.getText());
            panel.copy = sketch(in);
        }
        return panel;
    }

    private static ReplicaSketch sketch(StateReader in) {
        return ReplicaSketch.of(in.getBytes());
    }
}
