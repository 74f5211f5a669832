package dev.grapevine.node.replica.data.split;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * How training rows are dealt to nodes, as a user writes it: {@code iid}, {@code stratified}, {@code dirichlet:ALPHA},
 * {@code shards:K}, {@code by:COLUMN}, {@code files} or {@code speaker}.
 */
public interface Split {

    /**
     * Deals every training row to exactly one node and at least one row to every node.
     *
     * @param nodes  how many nodes there are, at least 1
     * @param random only its seed matters, not how much was drawn from it
     * @return for each node its row numbers, ascending
     * @throws dev.grapevine.node.words.UserMistakeException if the data cannot be dealt in that way
     */
    int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random);

    /** Reads what a user wrote. */
    static Split parse(String text) {
        return SplitParser.parse(text);
    }
}
