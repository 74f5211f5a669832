package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/** Deals the rows of each class one by one: parts differ by at most one row, per class and in size. */
record StratifiedSplit() implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        int[] nodeOfRow = Parts.allRows(data, nodes, 1);
        RandomStream stream = random.fork("stratified");
        int dealt = 0;
        for (int[] rows : RowClasses.of(data, schema)) {
            stream.shuffle(rows);
            for (int row : rows) {
                nodeOfRow[row] = dealt % nodes;
                dealt++;
            }
        }
        return Parts.group(nodeOfRow, nodes);
    }
}
