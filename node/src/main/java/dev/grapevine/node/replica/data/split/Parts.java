package dev.grapevine.node.replica.data.split;

import java.util.Arrays;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.words.UserMistakeException;

/** Helpers that the splits share. */
final class Parts {

    private Parts() {}

    /**
     * All training rows, ascending.
     *
     * @throws UserMistakeException if there are too few for the nodes
     */
    static int[] allRows(LoadedData data, int nodes, int rowsPerNode) {
        if (nodes < 1) {
            throw new IllegalArgumentException(nodes + " nodes");
        }
        int rows = data.train().rows();
        if (rows < (long) nodes * rowsPerNode) {
            throw new UserMistakeException(rows + " training rows are too few for " + nodes + " nodes with "
                    + rowsPerNode + (rowsPerNode == 1 ? " row" : " shards") + " each: allowed are fewer nodes");
        }
        return IntStream.range(0, rows).toArray();
    }

    /** Groups rows by a number from 0, such as that of their node; each group is ascending. */
    static int[][] group(int[] groupOfRow, int count) {
        int[] sizes = new int[count];
        for (int group : groupOfRow) {
            sizes[group]++;
        }
        int[][] groups = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        int[] filled = new int[count];
        for (int row = 0; row < groupOfRow.length; row++) {
            int group = groupOfRow[row];
            groups[group][filled[group]] = row;
            filled[group]++;
        }
        return groups;
    }
}
