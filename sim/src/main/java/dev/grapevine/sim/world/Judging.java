package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.training.Evaluator.Judgement;

/** Looks at all nodes from outside, which takes no virtual time. */
final class Judging {

    private static final Supplier<Judgement> NOT_JUDGED = () -> null;

    private final List<SimulatedNode> nodes;
    private final Learning learning;
    private final boolean[] judged;

    /**
     * @param most how many nodes are judged at most; empty: all
     */
    Judging(List<SimulatedNode> nodes, Learning learning, OptionalInt most, RandomStream random) {
        this.nodes = nodes;
        this.learning = learning;
        this.judged = new boolean[nodes.size()];
        int[] order = IntStream.range(0, nodes.size()).toArray();
        random.shuffle(order);
        Arrays.stream(order).limit(most.orElse(nodes.size())).forEach(node -> judged[node] = true);
    }

    Moment judge(double seconds) {
        List<SimulatedNode> seen = nodes.stream().filter(node -> node.takesPart() && node.honest).toList();
        List<Supplier<Judgement>> judgements = seen.stream().map(
                node -> judged[node.number] ? learning.judge(node.protocol.served().orElseThrow()) : NOT_JUDGED)
                .toList();
        ConsensusDistance distance = distance(seen);
        List<Moment.NodeView> views = new ArrayList<>();
        int next = 0;
        for (SimulatedNode node : nodes) {
            boolean looked = node.takesPart() && node.honest;
            Judgement served = looked ? judgements.get(next).get() : null;
            double ownDistance = looked ? distance.of(next) : Double.NaN;
            next += looked ? 1 : 0;
            views.add(new Moment.NodeView(node.number, node.up, node.protocol.rounds(), node.steps, served,
                    ownDistance, node.bytesSent, node.bytesReceived, node.protocol.livePeers().size()));
        }
        return new Moment(seconds, views, seen.isEmpty() ? Double.NaN : distance.rootMeanSquare());
    }

    /** Judges any parameters. */
    Judgement judge(float[] parameters) {
        return learning.judge(parameters).get();
    }

    /** Of the replicas of the given nodes; null if there are none. */
    static ConsensusDistance distance(List<SimulatedNode> up) {
        if (up.isEmpty()) {
            return null;
        }
        List<PublishedParameters> replicas = up.stream().map(node -> node.protocol.replica().orElseThrow()).toList();
        return new ConsensusDistance(replicas.size(), replicas.getFirst().blocks().parameters(),
                (target, i) -> replicas.get(i).copyTo(target));
    }
}
