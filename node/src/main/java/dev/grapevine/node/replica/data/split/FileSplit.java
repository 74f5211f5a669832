package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** One file per node, in the order of the files. */
record FileSplit() implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        int files = data.files().size();
        if (files != nodes) {
            throw new UserMistakeException("Split 'files' has " + files + (files == 1 ? " file" : " files") + " for "
                    + nodes + " nodes: allowed is one file a node, joined with + in the data");
        }
        int[][] parts = Parts.group(data.fileOfTrainRow(), nodes);
        for (int node = 0; node < nodes; node++) {
            if (parts[node].length == 0) {
                throw new UserMistakeException(data.files().get(node)
                        + " has no training rows with a label: allowed with the split 'files' is at least one");
            }
        }
        return parts;
    }
}
