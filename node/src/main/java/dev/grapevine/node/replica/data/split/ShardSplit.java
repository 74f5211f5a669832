package dev.grapevine.node.replica.data.split;

import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Sorts rows by class, in random order within each class, cuts them into shards of equal size and deals each node the
 * same number of shards, so that a node has few classes (H. B. McMahan et al., "Communication-Efficient Learning of
 * Deep Networks from Decentralized Data", AISTATS 2017, section 3).
 */
record ShardSplit(int shardsPerNode) implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        int[] nodeOfRow = Parts.allRows(data, nodes, shardsPerNode);
        RandomStream stream = random.fork("shards");
        int shards = nodes * shardsPerNode;
        int[] order = IntStream.range(0, shards).toArray();
        stream.shuffle(order);
        long place = 0;
        for (int[] rows : RowClasses.of(data, schema)) {
            stream.shuffle(rows);
            for (int row : rows) {
                nodeOfRow[row] = order[(int) (place * shards / nodeOfRow.length)] / shardsPerNode;
                place++;
            }
        }
        return Parts.group(nodeOfRow, nodes);
    }
}
