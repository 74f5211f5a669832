package dev.grapevine.node.replica.data.split;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.UserMistakeException;

/** Groups training rows by class; for regression, by ten quantiles of the target. */
final class RowClasses {

    private static final int QUANTILES = 10;

    private RowClasses() {}

    /** Rows of each class, ascending; some may be empty. */
    static List<int[]> of(LoadedData data, Schema schema) {
        if (schema.encoding() instanceof RowEncoding.Characters) {
            throw new UserMistakeException("The data is text, whose rows have no classes to split by: "
                    + "allowed are the splits iid, files and speaker");
        }
        Dataset train = data.train();
        int[] classes = switch (schema.task()) {
            case CLASSIFY -> IntStream.range(0, train.rows()).map(row -> (int) train.target(row)).toArray();
            case REGRESS -> quantiles(train);
        };
        int count = schema.task() == Task.CLASSIFY ? schema.classes().size() : QUANTILES;
        return List.of(Parts.group(classes, count));
    }

    /** Equal targets are in the same quantile. */
    private static int[] quantiles(Dataset train) {
        float[] sorted = new float[train.rows()];
        for (int row = 0; row < sorted.length; row++) {
            sorted[row] = train.target(row);
        }
        Arrays.sort(sorted);
        float[] bounds = new float[QUANTILES - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = sorted[(int) ((i + 1L) * sorted.length / QUANTILES)];
        }
        int[] quantiles = new int[sorted.length];
        for (int row = 0; row < sorted.length; row++) {
            for (float bound : bounds) {
                quantiles[row] += train.target(row) >= bound ? 1 : 0;
            }
        }
        return quantiles;
    }
}
