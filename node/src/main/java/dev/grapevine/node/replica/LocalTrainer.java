package dev.grapevine.node.replica;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.GradientClip;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.Schedule;

/**
 * Trains one node's replica on the node's own rows: batch after batch through a random order, a new order each time that
 * the rows are used up. A batch may begin with the last rows of one order and end with the first of the next, so that no
 * row is left out. Not for several threads at once.
 */
public final class LocalTrainer {

    /** The loss at the beginning of a round is over so few steps, because what merging undid is soon learned again. */
    private static final int FIRST_STEPS = 4;
    /** The loss at its end is over this part of it. */
    private static final int LAST_PART = 8;
    private static final Kernels KERNELS = Kernels.best();

    private final Dataset data;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double clip;
    private final int batch;
    private final RandomStream random;
    private final RowOrder order;
    private final int[] batchRows;
    private final float[] parameters;
    private final float[] gradient;
    private long stepsDone;

    /** With a constant learning rate and gradients as they are. */
    public LocalTrainer(Dataset data, int parameters, Optimizer optimizer, int batch, RandomStream random) {
        this(data, parameters, optimizer, new Schedule.Constant(), 0, batch, random);
    }

    /**
     * @param data       the node's own rows, at least one
     * @param parameters how many the model has
     * @param clip       the greatest norm of a gradient, as in {@link GradientClip#apply}
     * @param batch      rows per step; fewer if the node has fewer
     * @param random     all of the trainer's randomness
     */
    public LocalTrainer(Dataset data, int parameters, Optimizer optimizer, Schedule schedule, double clip, int batch,
            RandomStream random) {
        if (data.rows() == 0) {
            throw new IllegalArgumentException("There is nothing to train on");
        }
        this.data = data;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.clip = clip;
        this.batch = Math.min(batch, data.rows());
        this.random = random;
        this.order = new RowOrder(data, random);
        this.batchRows = new int[this.batch];
        this.parameters = new float[parameters];
        this.gradient = new float[parameters];
    }

    /** Rows per step. */
    public int batch() {
        return batch;
    }

    /** Steps made so far, in all rounds. */
    public long stepsDone() {
        return stepsDone;
    }

    /**
     * One round of training.
     *
     * @param network to compute with; its state does not outlive the call
     * @param round   the round's number, which the result carries
     * @param start   where to start from; not changed
     * @return its parameters stay valid until the next round
     */
    public RoundResult train(Network network, long round, float[] start, int steps) {
        System.arraycopy(start, 0, parameters, 0, parameters.length);
        optimizer.startRound(start);
        int first = Math.min(FIRST_STEPS, steps);
        int last = Math.max(1, steps / LAST_PART);
        double firstLoss = 0;
        double lastLoss = 0;
        boolean drawsAtRandom = network.drawsAtRandom();
        for (int step = 0; step < steps; step++) {
            if (drawsAtRandom) {
                network.startStep(random.fork("step", stepsDone));
            }
            loadBatch(network);
            double loss = network.gradient(parameters, gradient, batch);
            GradientClip.apply(gradient, clip);
            optimizer.step(parameters, gradient, schedule.factor(stepsDone));
            stepsDone++;
            firstLoss += step < first ? loss : 0;
            lastLoss += step >= steps - last ? loss : 0;
        }
        // The last step may diverge where its loss did not: the optimizer would carry that into the next round.
        if (!Double.isFinite(lastLoss)
                || !Double.isFinite(KERNELS.sumOfSquares(parameters, 0, parameters.length))) {
            optimizer.reset();
        }
        return new RoundResult(round, parameters, steps, firstLoss / first, lastLoss / last);
    }

    private void loadBatch(Network network) {
        for (int i = 0; i < batch; i++) {
            batchRows[i] = order.next();
        }
        data.features(batchRows, 0, batch, network.inputBuffer());
        data.targets(batchRows, 0, batch, network.targetBuffer());
    }

    /**
     * What a checkpoint keeps of a trainer besides the replica.
     *
     * @param epoch          how often the rows were used up
     * @param position       rows used since
     * @param steps          made so far
     * @param optimizer      as {@link Optimizer#kind()}
     * @param optimizerState as {@link Optimizer#state()}
     */
    public record State(long epoch, int position, long steps, String optimizer, float[] optimizerState) {}

    /** A copy of the state as it is now. */
    public State save() {
        return new State(order.epoch(), order.position(), stepsDone, optimizer.kind(), optimizer.state());
    }

    /**
     * Goes on where a saved trainer of the same data and model stood. The state of another kind of optimizer, or of
     * another length, is not taken over: the optimizer then starts anew.
     */
    public void restore(State state) {
        order.restore(state.epoch(), state.position());
        stepsDone = state.steps();
        optimizer.reset();
        if (state.optimizer().equals(optimizer.kind())
                && state.optimizerState().length == optimizer.state().length) {
            optimizer.restore(state.optimizerState());
        }
    }
}
