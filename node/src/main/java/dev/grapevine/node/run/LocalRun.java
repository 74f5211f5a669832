package dev.grapevine.node.run;

import java.util.Arrays;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A run as one process sees it: its own rows, what it is judged on, a trainer, and a network to compute with.
 *
 * @param rows    the node's own
 * @param judged  what accuracy is measured on
 * @param network for one thread: that of the trainer
 */
public record LocalRun(RunSetup setup, Dataset rows, Dataset judged, Network network, LocalTrainer trainer) {

    /** The share of its own rows that a node keeps for judging, when it is not judged on the test set. */
    private static final int HOLDOUT_ONE_IN = 10;

    /** Loads the data and makes everything ready. Takes a while. */
    public static LocalRun prepare(RunSetup setup) {
        RunOptions options = setup.options();
        LoadedData data = options.get(TaskOptions.DATA).load(setup.schema());
        TaskOptions.Part part = options.get(TaskOptions.PART);
        boolean holdout = options.get(ControlOptions.EVALUATE).holdout() || data.test().rows() == 0;
        boolean onDisk = data.train().shuffleWindow() < data.train().rows();
        if (part.count() == 1 && !holdout && onDisk) {
            // The numbers of so many rows would take much of the memory.
            return of(setup, data.train(), data.test());
        }
        int[] own = setup.split(data, part.count())[part.index()];
        Dataset judged = data.test();
        if (holdout) {
            int held = heldOut(own.length);
            new RandomStream(options.get(ControlOptions.SEED)).fork("holdout").shuffle(own);
            judged = data.train().compact(Arrays.copyOf(own, held));
            own = Arrays.copyOfRange(own, held, own.length);
        }
        if (own.length == 0) {
            throw new UserMistakeException("data has no rows for this node: part is " + options.text(TaskOptions.PART));
        }
        return of(setup, data.train().compact(own), judged);
    }

    /** How many of so many rows of its own a node keeps for judging, where it keeps any. */
    public static int heldOut(int rows) {
        return Math.min(rows, Math.max(1, rows / HOLDOUT_ONE_IN));
    }

    private static LocalRun of(RunSetup setup, Dataset rows, Dataset judged) {
        Network network = setup.network();
        LocalTrainer trainer = setup.trainer(rows, network.layout().parameters());
        return new LocalRun(setup, rows, judged, network, trainer);
    }
}
