package dev.grapevine.sim.world;

import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.training.Evaluator.Metrics;

/**
 * Consensus without training: each node's first round takes it to a random point, and later rounds leave it in place.
 * The remaining distance between replicas is then the protocol's doing alone.
 */
public final class AveragingWorkload implements Workload {

    /** Operations that a local step counts as. */
    private final double operationsPerStep;
    private final double deviation;

    /**
     * @param deviation standard deviation of each parameter of the random points
     */
    public AveragingWorkload(double operationsPerStep, double deviation) {
        this.operationsPerStep = operationsPerStep;
        this.deviation = deviation;
    }

    @Override
    public LocalSolver solver(int node, RandomStream random) {
        return new Wanderer(random.fork("point"), false);
    }

    @Override
    public int evaluationRows() {
        return 0;
    }

    @Override
    public Supplier<Metrics> evaluate(float[] parameters) {
        return () -> new Metrics(Double.NaN, Double.NaN);
    }

    private final class Wanderer implements LocalSolver {

        private final RandomStream random;
        /** Result of the latest round; overwritten by the next. */
        private float[] end = {};
        private boolean arrived;

        Wanderer(RandomStream random, boolean arrived) {
            this.random = random;
            this.arrived = arrived;
        }

        @Override
        public double operations(int steps) {
            return operationsPerStep * steps;
        }

        @Override
        public Supplier<RoundResult> begin(Effect.StartRound round) {
            float[] start = round.start();
            if (end.length != start.length) {
                end = new float[start.length];
            }
            System.arraycopy(start, 0, end, 0, start.length);
            if (!arrived) {
                move(end);
            }
            RoundResult result = new RoundResult(round.round(), end, round.steps(), 0, 0);
            return () -> result;
        }

        private void move(float[] point) {
            arrived = true;
            RandomStream draws = random.fork("values");
            for (int i = 0; i < point.length; i++) {
                point[i] += (float) (deviation * draws.nextGaussian());
            }
        }

        @Override
        public Supplier<LocalSolver> save() {
            boolean now = arrived;
            return () -> new Wanderer(random, now);
        }
    }
}
