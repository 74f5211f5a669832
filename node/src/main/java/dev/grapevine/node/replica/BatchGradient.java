package dev.grapevine.node.replica;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;

/**
 * The gradients of one node's own rows: batch after batch through a random order, a new order each time that the rows are
 * used up. A batch may begin with the last rows of one order and end with the first of the next, so that no row is left
 * out. Not for several threads at once.
 */
public final class BatchGradient {

    private final Dataset data;
    private final int batch;
    private final RandomStream random;
    private final RowOrder order;
    private final int[] batchRows;
    private long batches;

    /**
     * @param data   the node's own rows, at least one
     * @param batch  rows per gradient; fewer if the node has fewer
     * @param random all of its randomness
     */
    public BatchGradient(Dataset data, int batch, RandomStream random) {
        if (data.rows() == 0) {
            throw new IllegalArgumentException("There is nothing to train on");
        }
        this.data = data;
        this.batch = Math.min(batch, data.rows());
        this.random = random;
        this.order = new RowOrder(data, random);
        this.batchRows = new int[this.batch];
    }

    /** Rows per gradient. */
    public int batch() {
        return batch;
    }

    /** Gradients computed so far. */
    public long batches() {
        return batches;
    }

    /**
     * The gradient of the mean loss over the next batch.
     *
     * @param network  to compute with; its state does not outlive the call
     * @param gradient receives one value for each parameter
     * @return the mean loss
     */
    public double next(Network network, float[] parameters, float[] gradient) {
        if (network.drawsAtRandom()) {
            network.startStep(random.fork("step", batches));
        }
        for (int i = 0; i < batch; i++) {
            batchRows[i] = order.next();
        }
        data.features(batchRows, 0, batch, network.inputBuffer());
        data.targets(batchRows, 0, batch, network.targetBuffer());
        batches++;
        return network.gradient(parameters, gradient, batch);
    }

    /** How often the rows were used up. */
    long epoch() {
        return order.epoch();
    }

    /** Rows used since. */
    int position() {
        return order.position();
    }

    /** Goes on where another one of the same data and randomness stood. */
    void restore(long epoch, int position, long savedBatches) {
        order.restore(epoch, position);
        batches = savedBatches;
    }
}
