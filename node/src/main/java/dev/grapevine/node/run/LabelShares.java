package dev.grapevine.node.run;

import java.util.Optional;

import dev.grapevine.gossip.peers.ClassShares;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

/** A node's class shares, for peers that choose each other by them. */
final class LabelShares {

    private LabelShares() {}

    /**
     * Shares of rows with one label each; empty for regression, for text, and for too many classes. Reads all labels.
     */
    static Optional<ClassShares> of(Dataset rows, Schema schema) {
        if (schema.task() != Task.CLASSIFY || rows.positions() > 1
                || schema.classes().size() > ClassShares.CLASSES_MAX) {
            return Optional.empty();
        }
        long[] counts = new long[schema.classes().size()];
        for (int row = 0; row < rows.rows(); row++) {
            counts[(int) rows.target(row)]++;
        }
        return ClassShares.ofRows(counts);
    }
}
