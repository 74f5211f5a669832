package dev.grapevine.node.replica.data.split;

import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Deals each class to nodes in proportions sampled from a symmetric Dirichlet distribution: the smaller alpha, the
 * fewer nodes have a class (M. Yurochkin et al., "Bayesian Nonparametric Federated Learning of Neural Networks", ICML
 * 2019, section 4). If a node gets almost nothing, all proportions are sampled again.
 */
record DirichletSplit(double alpha) implements Split {

    private static final int DRAWS = 100;
    private static final int ENOUGH_ROWS = 10;
    private static final double ENOUGH_OF_EQUAL_SHARE = 0.01;

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        int rows = Parts.allRows(data, nodes, 1).length;
        double min = Math.min(ENOUGH_ROWS, ENOUGH_OF_EQUAL_SHARE * rows / nodes);
        List<int[]> classes = RowClasses.of(data, schema);
        int[][] parts = {};
        int smallest = 0;
        for (int i = 0; i < DRAWS; i++) {
            parts = draw(classes, rows, nodes, random.fork("dirichlet", i));
            smallest = smallest(parts);
            if (parts[smallest].length >= min) {
                return parts;
            }
        }
        throw new UserMistakeException("Split 'dirichlet:" + Numbers.name(alpha) + "': node " + smallest + " of "
                + nodes + " gets " + (parts[smallest].length == 0 ? "no" : parts[smallest].length) + " rows out of "
                + rows + ", even after " + DRAWS + " draws: allowed are fewer nodes or a larger alpha");
    }

    private int[][] draw(List<int[]> classes, int allRows, int nodes, RandomStream stream) {
        int[] nodeOfRow = new int[allRows];
        for (int[] ascending : classes) {
            int[] rows = ascending.clone();
            double[] proportions = Dirichlet.draw(alpha, nodes, stream);
            stream.shuffle(rows);
            int next = 0;
            double cumulative = 0;
            for (int node = 0; node < nodes; node++) {
                cumulative += proportions[node];
                // The last node takes the rest, so that rounding leaves no row without a node.
                int end = node == nodes - 1 ? rows.length : Math.min(rows.length, (int) (cumulative * rows.length));
                for (; next < end; next++) {
                    nodeOfRow[rows[next]] = node;
                }
            }
        }
        return Parts.group(nodeOfRow, nodes);
    }

    private static int smallest(int[][] parts) {
        int smallest = 0;
        for (int node = 1; node < parts.length; node++) {
            if (parts[node].length < parts[smallest].length) {
                smallest = node;
            }
        }
        return smallest;
    }
}
