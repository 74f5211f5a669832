package dev.grapevine.node.replica.training;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;

/**
 * The gradients of one node's own rows: batch after batch through a random order, a new order each time that the rows are
 * used up. A batch may begin with the last rows of one order and end with the first of the next, so that no row is left
 * out. Not for several threads at once.
 */
public final class BatchGradient implements Gradients {

    private final Dataset data;
    private final int batch;
    private final RowOrder order;
    private final int[] batchRows;
    private RandomStream round;
    private long firstOfRound;
    private long computed;

    /**
     * @param data  the node's own rows, at least one
     * @param batch rows per gradient; fewer if the node has fewer
     */
    public BatchGradient(Dataset data, int batch) {
        if (data.rows() == 0) {
            throw new IllegalArgumentException("There is nothing to train on");
        }
        this.data = data;
        this.batch = Math.min(batch, data.rows());
        this.order = new RowOrder(data);
        this.batchRows = new int[this.batch];
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public long computed() {
        return computed;
    }

    @Override
    public void startRound(RandomStream random) {
        round = random;
        firstOfRound = computed;
    }

    @Override
    public double next(Network network, float[] parameters, float[] gradient) {
        if (network.drawsAtRandom()) {
            network.startStep(round.fork("step", computed - firstOfRound));
        }
        for (int i = 0; i < batch; i++) {
            batchRows[i] = order.next(round);
        }
        data.features(batchRows, 0, batch, network.inputBuffer());
        data.targets(batchRows, 0, batch, network.targetBuffer());
        computed++;
        return network.gradient(parameters, gradient, batch);
    }

    @Override
    public Place place() {
        return new Place(order.epoch(), order.position(), order.seed(), computed);
    }

    @Override
    public void restore(Place place) {
        order.restore(place.epoch(), place.position(), place.order());
        computed = place.computed();
        firstOfRound = computed;
    }
}
