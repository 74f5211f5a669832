package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Assignment of training rows to nodes, as a user writes it: {@code iid}, {@code stratified}, {@code dirichlet:ALPHA},
 * {@code shards:K}, {@code by:COLUMN}, {@code files} or {@code speaker}.
 */
public interface Split {

    /**
     * Assigns every training row to exactly one node and at least one row to every node.
     *
     * @param nodes  number of nodes, at least 1
     * @param random only its seed matters, not how much was drawn from it
     * @return row numbers of each node, ascending
     * @throws dev.grapevine.node.words.UserMistakeException if the data cannot be split in this way
     */
    int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random);

    /**
     * Parses a split.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if the text is not a split
     */
    static Split parse(String text) {
        return SplitParser.parse(text);
    }
}
