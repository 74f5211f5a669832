package dev.grapevine.node.run;

import java.util.Arrays;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A run as seen by one process: its own rows, the evaluation rows, a trainer, and a network to compute with.
 *
 * @param rows    the node's own training rows
 * @param evaluationRows  rows on which accuracy is measured
 * @param network for the trainer's thread only
 * @param notes   sentences for users about what was found in the data, and could be otherwise
 */
public record LocalRun(RunSetup setup, Dataset rows, Dataset evaluationRows, Network network, LocalTrainer trainer,
        List<String> notes) {

    /** One in this number of its own rows is held out for evaluation if the node is not evaluated on the test set. */
    private static final int HOLDOUT_ONE_IN = 10;

    /** Loads the data and creates everything. May take long. */
    public static LocalRun prepare(RunSetup setup) {
        RunOptions options = setup.options();
        LoadedData data = options.get(TaskOptions.DATA).load(setup.schema());
        TaskOptions.Part part = options.get(TaskOptions.PART);
        boolean holdout = options.get(ControlOptions.EVALUATE).holdout() || data.test().rows() == 0;
        boolean onDisk = data.train().shuffleWindow() < data.train().rows();
        if (part.count() == 1 && !holdout && onDisk) {
            // An index of all rows would itself take much memory.
            return of(setup, data.train(), data.test(), data.notes());
        }
        int[] own = setup.split(data, part.count())[part.index()];
        Dataset evaluationRows = data.test();
        if (holdout) {
            int held = heldOut(own.length);
            new RandomStream(options.get(ControlOptions.SEED)).fork("holdout").shuffle(own);
            evaluationRows = data.train().compact(Arrays.copyOf(own, held));
            own = Arrays.copyOfRange(own, held, own.length);
        }
        if (own.length == 0) {
            throw new UserMistakeException("data has no rows for this node: part is " + options.text(TaskOptions.PART));
        }
        return of(setup, data.train().compact(own), evaluationRows, data.notes());
    }

    /** Number of a node's own rows that are held out for evaluation, if any are. */
    public static int heldOut(int rows) {
        return Math.min(rows, Math.max(1, rows / HOLDOUT_ONE_IN));
    }

    private static LocalRun of(RunSetup setup, Dataset rows, Dataset evaluationRows, List<String> notes) {
        Network network = setup.network();
        LocalTrainer trainer = setup.trainer(rows, network.layout().parameters());
        return new LocalRun(setup, rows, evaluationRows, network, trainer, notes);
    }
}
