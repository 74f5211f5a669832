package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/** Evaluation of all nodes from outside: takes no virtual time and changes nothing. */
final class NodeEvaluation {

    private static final Supplier<Metrics> NOT_EVALUATED = () -> null;

    private final List<SimulatedNode> nodes;
    private final Workload workload;
    /** Nodes whose served models are evaluated, by number. */
    private final boolean[] drawn;

    /** @param most number of nodes whose models are evaluated; empty for all */
    NodeEvaluation(List<SimulatedNode> nodes, Workload workload, OptionalInt most, RandomStream random) {
        this.nodes = nodes;
        this.workload = workload;
        this.drawn = new boolean[nodes.size()];
        int[] order = IntStream.range(0, nodes.size()).toArray();
        random.shuffle(order);
        Arrays.stream(order).limit(most.orElse(nodes.size())).forEach(node -> drawn[node] = true);
    }

    /** All nodes as they are now. */
    Moment evaluate(double seconds) {
        List<SimulatedNode> seen = honestWithReplicas();
        List<Supplier<Metrics>> evaluations = seen.stream().map(
                node -> drawn[node.number]
                        ? workload.evaluate(node.protocol.served().orElseThrow())
                        : NOT_EVALUATED)
                .toList();
        ConsensusDistance distance = seen.isEmpty() ? null : distance(seen);
        List<Moment.NodeView> views = new ArrayList<>();
        int next = 0;
        for (SimulatedNode node : nodes) {
            boolean looked = node.takesPart() && node.honest;
            Metrics served = looked ? evaluations.get(next).get() : null;
            double ownDistance = looked ? distance.of(next) : Double.NaN;
            next += looked ? 1 : 0;
            views.add(new Moment.NodeView(node.number, node.up, node.protocol.rounds(), node.steps, served,
                    ownDistance, node.bytesSent, node.bytesReceived, node.protocol.livePeers().size(),
                    node.protocol.runView()));
        }
        return new Moment(seconds, views, seen.isEmpty() ? Double.NaN : distance.rootMeanSquare());
    }

    /** Evaluates any parameters. */
    Metrics evaluate(float[] parameters) {
        return workload.evaluate(parameters).get();
    }

    /** The mean of the replicas of all honest nodes that are up; empty if none is. */
    Optional<float[]> averagedReplica() {
        List<SimulatedNode> seen = honestWithReplicas();
        return seen.isEmpty() ? Optional.empty() : Optional.of(distance(seen).mean());
    }

    private List<SimulatedNode> honestWithReplicas() {
        return nodes.stream().filter(node -> node.takesPart() && node.honest).toList();
    }

    /** The distance between the replicas of at least one node. */
    static ConsensusDistance distance(List<SimulatedNode> up) {
        List<PublishedParameters> replicas = up.stream().map(node -> node.protocol.replica().orElseThrow()).toList();
        return new ConsensusDistance(replicas.size(), replicas.getFirst().blocks().parameters(),
                (target, i) -> replicas.get(i).copyTo(target));
    }
}
