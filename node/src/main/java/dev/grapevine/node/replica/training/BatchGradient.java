package dev.grapevine.node.replica.training;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;

/**
 * Minibatch gradients over one node's own rows, in a random order that is drawn anew for each epoch. A batch may span
 * the end of one epoch and the start of the next, so that no row is left out. Not thread-safe.
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
     * @param batch rows per gradient; capped at the number of rows
     */
    public BatchGradient(Dataset data, int batch) {
        if (data.rows() == 0) {
            throw new IllegalArgumentException("There are no rows to train on");
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
