package dev.grapevine.gossip.joining;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Whether a copy is to be believed: peers of one run have replicas that differ, but by less than they have learned. A copy
 * that at least half of those asked bear out is used; else whatever most of them do, and of two that as many do the one
 * nearer to what the node had itself, which is the one that moves it least. A pure machine.
 */
final class CopyPanel {

    private final ReplicaSketch initial;
    private final ReplicaSketch own;
    private final SortedMap<PeerId, ReplicaSketch> answers = new TreeMap<>();
    private final Set<PeerId> copied = new TreeSet<>();
    private ReplicaSketch copy;
    private PeerId source;

    /**
     * @param initial of the parameters that every node of the run begins with
     * @param own     of what the node had before
     */
    CopyPanel(ReplicaSketch initial, ReplicaSketch own) {
        this.initial = initial;
        this.own = own;
    }

    /** A peer tells what it has. */
    void answered(PeerId peer, ReplicaSketch sketch) {
        answers.put(peer, sketch);
    }

    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    int answers() {
        return answers.size();
    }

    /** The node has copied a peer's replica. What it copied before speaks for or against that like an answer. */
    void copied(PeerId from, ReplicaSketch sketch) {
        if (source != null) {
            answers.put(source, copy);
        }
        answers.remove(from);
        copied.add(from);
        source = from;
        copy = sketch;
    }

    /** Whether at least half of the answers bear out what was copied last. */
    boolean isBorneOut() {
        return 2 * support(copy) >= answers.size();
    }

    /** Whose replica to copy in place of what was copied last; empty if nobody's is better. */
    Optional<PeerId> better() {
        Comparator<ReplicaSketch> better = Comparator.<ReplicaSketch>comparingLong(this::support)
                .thenComparing(ReplicaSketch.nearestTo(own).reversed());
        return answers.keySet().stream().filter(peer -> !copied.contains(peer))
                .filter(peer -> better.compare(answers.get(peer), copy) > 0)
                .max(Comparator.comparing(answers::get, better));
    }

    /** How many bear it out, besides itself. */
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
