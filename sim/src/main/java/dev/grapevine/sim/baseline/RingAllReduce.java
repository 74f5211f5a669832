package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.Comparison.Method;
import dev.grapevine.node.experiment.NetworkConditions;
import dev.grapevine.node.experiment.RunOptions;
import dev.grapevine.node.replica.BatchGradient;
import dev.grapevine.node.replica.optimizer.GradientClip;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.sim.compute.RoundPool;

/**
 * Synchronous training with a ring all-reduce (Patarasuk and Yuan 2009, "Bandwidth optimal all-reduce algorithms for clusters
 * of workstations"). In each step all nodes compute a gradient by a batch of their own rows; the mean of these, weighted by
 * the rows of the batches, is what everybody's equal optimizer steps along. The gradients go around the ring as float32 in
 * 2(n − 1) phases, in each of which every node sends an n-th to its successor and the slowest link decides.
 *
 * <p>While any node does not run or any link of the ring is cut, all stand still; a step that is disturbed is made anew when
 * that is over.
 */
final class RingAllReduce implements Baseline {

    private final Reachability reachability;
    private final RoundPool pool;
    private final List<BatchGradient> gradients = new ArrayList<>();
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double clip;
    private final float[] parameters;
    private final float[][] nodeGradients;
    private final RandomStream random;
    /** For each node, how many links of the ring share the line between places over which it sends. */
    private final int[] sharers;
    private final long operationsPerRow;
    private final long computeNanos;
    private Step next;
    private long updates;
    private long sentBytes;
    private long messages;

    /** A step as it will be; {@code end} is {@link Reachability#NEVER} if there will be none. */
    private record Step(long end, long sentBytes) {}

    RingAllReduce(BaselineSetting setting) {
        this.reachability = setting.reachability();
        this.pool = setting.pool();
        this.parameters = setting.initialParameters();
        this.optimizer = setting.setup().optimizer(parameters.length);
        this.schedule = setting.setup().options().get(RunOptions.SCHEDULE);
        this.clip = setting.setup().options().get(RunOptions.CLIP);
        this.nodeGradients = new float[setting.nodes()][parameters.length];
        this.operationsPerRow = setting.operationsPerRow();
        ComputeTime computeTime = new ComputeTime(setting);
        this.random = setting.random(Method.ALLREDUCE);
        long slowest = 0;
        for (int i = 0; i < setting.nodes(); i++) {
            BatchGradient own = setting.setup().gradients(setting.parts().get(i), setting.nodeRandom(i));
            gradients.add(own);
            slowest = Math.max(slowest, computeTime.nanos(i, own.batch()));
        }
        this.sharers = new int[setting.nodes()];
        boolean haveLines = setting.scenario().weather().sites().between().bytesPerSecondOut().isPresent();
        for (int i = 0; i < setting.nodes(); i++) {
            sharers[i] = haveLines ? sharers(i) : 1;
        }
        this.computeNanos = slowest;
        this.next = plan(0);
    }

    @Override
    public void advanceTo(long nanos) {
        while (next.end <= nanos) {
            step();
            sentBytes += next.sentBytes;
            next = plan(next.end);
        }
    }

    /** When the present step will be done; {@link Reachability#NEVER} if it will not. */
    long nextUpdate() {
        return next.end;
    }

    private Step plan(long earliest) {
        long begin = reachability.firstTime(earliest, this::isWhole);
        while (begin != Reachability.NEVER) {
            long disturbed = reachability.firstTime(begin, time -> !isWhole(time));
            Step step = allReduce(begin, disturbed);
            if (step.end <= disturbed) {
                return step;
            }
            begin = reachability.firstTime(disturbed, this::isWhole);
        }
        return new Step(Reachability.NEVER, 0);
    }

    private int sharers(int node) {
        int from = reachability.site(node);
        int to = reachability.site(successor(node));
        return from == to
                ? 1
                : (int) IntStream.range(0, nodes()).filter(
                        other -> reachability.site(other) == from && reachability.site(successor(other)) == to).count();
    }

    private boolean isWhole(long nanos) {
        for (int node = 0; node < nodes(); node++) {
            if (!reachability.isRunning(node, nanos) || !reachability.connects(node, successor(node), nanos)) {
                return false;
            }
        }
        return true;
    }

    /** When all have the mean and what all together send until then; where that is disturbed, some time after it is. */
    private Step allReduce(long begin, long disturbed) {
        long time = begin + computeNanos;
        long sent = 0;
        int phases = 2 * (nodes() - 1);
        for (int phase = 0; phase < phases && time < disturbed; phase++) {
            long slowest = 0;
            for (int node = 0; node < nodes(); node++) {
                NetworkConditions conditions = reachability.conditions(node, successor(node), time);
                RandomStream own = random.fork("link", node).fork("message", messages);
                MessageCost cost = MessageCost.draw(conditions, chunkBytes(node, phase), own);
                double bytesPerSecond = Math.min(Reachability.out(conditions), Reachability.in(conditions));
                slowest = Math.max(slowest, cost.nanos(bytesPerSecond / sharers[node]));
                sent += cost.sentBytes();
            }
            messages++;
            time += slowest;
        }
        return new Step(time, sent);
    }

    /** Each chunk starts at another node and goes around; where they are not all equally long, the first are longer. */
    private long chunkBytes(int node, int phase) {
        int chunk = Math.floorMod(node - phase, nodes());
        int whole = parameters.length / nodes();
        return (long) Float.BYTES * (whole + (chunk < parameters.length % nodes() ? 1 : 0));
    }

    private int nodes() {
        return gradients.size();
    }

    private int successor(int node) {
        return (node + 1) % nodes();
    }

    private void step() {
        List<Supplier<Double>> losses = new ArrayList<>();
        for (int i = 0; i < nodes(); i++) {
            BatchGradient own = gradients.get(i);
            float[] gradient = nodeGradients[i];
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
    public long updates() {
        return updates;
    }

    @Override
    public double stepsPerNode() {
        return updates;
    }

    @Override
    public double bytesPerNode() {
        return (double) sentBytes / nodes();
    }

    @Override
    public long serverBytes() {
        return 0;
    }
}
