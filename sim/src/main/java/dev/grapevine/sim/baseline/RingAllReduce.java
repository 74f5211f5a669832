package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.optimizer.GradientClip;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Comparison.Method;

/**
 * Synchronous training with a ring all-reduce (Patarasuk and Yuan 2009, "Bandwidth optimal all-reduce algorithms for
 * clusters of workstations"). In each step every node computes a gradient on a batch of its own rows; all equal
 * optimizers step along the mean, weighted by rows. The gradients go around the {@link Ring} once the slowest node is
 * ready.
 */
final class RingAllReduce implements Baseline {

    private final RoundPool pool;
    private final List<Gradients> gradients = new ArrayList<>();
    private final List<RandomStream> random = new ArrayList<>();
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double clip;
    private final float[] parameters;
    private final float[][] nodeGradients;
    private final Ring ring;
    private final long operationsPerRow;
    private final long computeNanos;
    private Ring.Pass next;
    private long updates;
    private long sentBytes;

    RingAllReduce(BaselineSetting setting) {
        this.pool = setting.pool();
        this.parameters = setting.initialParameters();
        this.optimizer = setting.setup().optimizer(parameters.length);
        this.schedule = setting.setup().options().get(TrainingOptions.SCHEDULE);
        this.clip = setting.setup().options().get(TrainingOptions.CLIP);
        this.nodeGradients = new float[setting.nodes()][parameters.length];
        this.operationsPerRow = setting.operationsPerRow();
        ComputeTime computeTime = new ComputeTime(setting);
        long slowest = 0;
        for (int i = 0; i < setting.nodes(); i++) {
            Gradients own = setting.setup().gradients(setting.parts().get(i));
            gradients.add(own);
            random.add(setting.nodeRandom(i));
            slowest = Math.max(slowest, computeTime.nanos(i, own.batch()));
        }
        this.computeNanos = slowest;
        this.ring = new Ring(setting.scenario(), setting.reachability(), setting.random(Method.ALLREDUCE));
        this.next = ring.pass(0, computeNanos, parameters.length);
    }

    @Override
    public void advanceTo(long nanos) {
        while (next.end() <= nanos) {
            step();
            sentBytes += next.sentBytes();
            next = ring.pass(next.end(), computeNanos, parameters.length);
        }
    }

    /** Time of the end of the present step; {@link Reachability#NEVER} if it never ends. */
    long nextUpdate() {
        return next.end();
    }

    private int nodes() {
        return gradients.size();
    }

    private void step() {
        List<Supplier<Double>> losses = new ArrayList<>();
        for (int i = 0; i < nodes(); i++) {
            Gradients own = gradients.get(i);
            float[] gradient = nodeGradients[i];
            own.startRound(new RandomStream(random.get(i).fork("round", updates).seed()));
            losses.add(pool.start((double) own.batch() * operationsPerRow,
                    network -> own.next(network, parameters, gradient)));
        }
        WeightedMean mean = new WeightedMean(parameters.length);
        for (int i = 0; i < nodes(); i++) {
            losses.get(i).get();
            mean.add(nodeGradients[i], gradients.get(i).batch());
        }
        float[] gradient = mean.result();
        GradientClip.apply(gradient, clip);
        optimizer.startRound(parameters);
        optimizer.step(parameters, gradient, schedule.factor(updates));
        updates++;
    }

    @Override
    public float[] parameters() {
        return parameters;
    }

    @Override
    public Cost cost() {
        return new Cost(updates, updates, (double) sentBytes / nodes(), 0);
    }
}
