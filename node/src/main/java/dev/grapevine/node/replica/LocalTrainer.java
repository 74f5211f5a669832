package dev.grapevine.node.replica;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.Optimizer;

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
    private final int batch;
    private final RandomStream random;
    private final int[] order;
    private final int[] batchRows;
    private final float[] parameters;
    private final float[] gradient;
    private long epoch;
    private int position;

    /**
     * @param data       the node's own rows, at least one
     * @param parameters how many the model has
     * @param batch      rows per step; fewer if the node has fewer
     * @param random     all of the trainer's randomness
     */
    public LocalTrainer(Dataset data, int parameters, Optimizer optimizer, int batch, RandomStream random) {
        if (data.rows() == 0) {
            throw new IllegalArgumentException("There is nothing to train on");
        }
        this.data = data;
        this.optimizer = optimizer;
        this.batch = Math.min(batch, data.rows());
        this.random = random;
        this.order = new int[data.rows()];
        this.batchRows = new int[this.batch];
        this.parameters = new float[parameters];
        this.gradient = new float[parameters];
        shuffle();
    }

    /** Rows per step. */
    public int batch() {
        return batch;
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
        int first = Math.min(FIRST_STEPS, steps);
        int last = Math.max(1, steps / LAST_PART);
        double firstLoss = 0;
        double lastLoss = 0;
        for (int step = 0; step < steps; step++) {
            loadBatch(network);
            double loss = network.gradient(parameters, gradient, batch);
            optimizer.step(parameters, gradient);
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
            if (position == order.length) {
                epoch++;
                shuffle();
            }
            batchRows[i] = order[position];
            position++;
        }
        data.features(batchRows, 0, batch, network.inputBuffer());
        data.targets(batchRows, 0, batch, network.targetBuffer());
    }

    private void shuffle() {
        Arrays.setAll(order, i -> i);
        random.fork("epoch", epoch).shuffle(order);
        position = 0;
    }

    /**
     * What a checkpoint keeps of a trainer besides the replica.
     *
     * @param epoch          how often the rows were used up
     * @param position       rows used since
     * @param optimizerState as {@link Optimizer#state()}
     */
    public record State(long epoch, int position, float[] optimizerState) {}

    /** A copy of the state as it is now. */
    public State save() {
        return new State(epoch, position, optimizer.state().clone());
    }

    /** Goes on where a saved trainer of the same data and model stood. */
    public void restore(State state) {
        epoch = state.epoch();
        shuffle();
        position = Math.clamp(state.position(), 0, order.length);
        optimizer.restore(state.optimizerState());
    }
}
