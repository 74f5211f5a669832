package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Independent and identically distributed parts: rows are shuffled and dealt one by one. Sizes differ by at most one
 * row.
 */
record IidSplit() implements Split {

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
