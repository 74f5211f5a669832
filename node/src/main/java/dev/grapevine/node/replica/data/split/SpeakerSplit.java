package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A split for plays: all speech of a speaker goes to one node, so that each node has voices of its own (as in the
 * Shakespeare data of S. Caldas et al., "LEAF: A Benchmark for Federated Settings", 2018). Speakers are dealt in
 * decreasing order of their text, each to the node with the least so far. A window of text belongs to the speaker at
 * its middle; at the edges of a speech it contains some words of the neighbours.
 */
record SpeakerSplit() implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        if (!(schema.encoding() instanceof RowEncoding.Characters)) {
            throw new UserMistakeException("Split 'speaker' is for text, but the data is "
                    + schema.encoding().description() + ": allowed is the data text:FILE, or another split");
        }
        Parts.allRows(data, nodes, 1);
        return ColumnSplit.parts("Split 'speaker': the text has ", "speakers", data.groups(LoadedData.SPEAKER), nodes);
    }
}
