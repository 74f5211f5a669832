package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/** Rows in random order, dealt one by one: parts are alike but for chance and differ in size by one row at most. */
record EvenSplit() implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        int[] order = Parts.allRows(data, nodes, 1);
        random.fork("iid").shuffle(order);
        int[] nodeOfRow = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            nodeOfRow[order[i]] = i % nodes;
        }
        return Parts.group(nodeOfRow, nodes);
    }
}
