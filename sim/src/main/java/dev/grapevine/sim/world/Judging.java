package dev.grapevine.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import dev.grapevine.consensus.measure.ConsensusDistance;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.node.replica.Evaluator;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.data.Dataset;

/** Looks at all nodes from outside, which takes no virtual time. */
final class Judging {

    private final List<SimulatedNode> nodes;
    private final Dataset test;
    private final RoundPool pool;

    Judging(List<SimulatedNode> nodes, Dataset test, RoundPool pool) {
        this.nodes = nodes;
        this.test = test;
        this.pool = pool;
    }

    Moment judge(double seconds) {
        List<SimulatedNode> up = nodes.stream().filter(node -> node.up).toList();
        List<Future<Judgement>> judgements = new ArrayList<>();
        for (SimulatedNode node : up) {
            float[] served = node.protocol.served().orElseThrow();
            judgements.add(pool.submit(network -> Evaluator.judge(network, served, test)));
        }
        ConsensusDistance distance = distance(up);
        List<Moment.NodeView> views = new ArrayList<>();
        int next = 0;
        for (SimulatedNode node : nodes) {
            Judgement served = node.up ? RoundPool.get(judgements.get(next)) : null;
            double ownDistance = node.up ? distance.of(next) : Double.NaN;
            next += node.up ? 1 : 0;
            views.add(new Moment.NodeView(node.number, node.up, node.protocol.rounds(), node.steps, served,
                    ownDistance, node.bytesSent, node.bytesReceived, node.protocol.livePeers().size()));
        }
        return new Moment(seconds, views, up.isEmpty() ? Double.NaN : distance.rootMeanSquare());
    }

    /** Judges any parameters. */
    Judgement judge(float[] parameters) {
        return RoundPool.get(pool.submit(network -> Evaluator.judge(network, parameters, test)));
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
