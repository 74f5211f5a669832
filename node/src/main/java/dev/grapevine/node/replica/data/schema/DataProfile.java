package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Result of one pass over a node's training rows.
 *
 * @param source start of error sentences about the data
 * @param sums   the part that may be shared
 * @param ranges smallest and largest number of each table column; they reveal single rows and are never shared
 */
public record DataProfile(String source, DataSums sums, List<Optional<Range>> ranges) {

    /** Smallest and largest number. */
    public record Range(double min, double max) {}

    public DataProfile {
        ranges = List.copyOf(ranges);
    }

    /**
     * Schema that fits these rows.
     *
     * @throws UserMistakeException if there is none, such as for rows of one class
     */
    public Schema schema() {
        return sums.schema(source);
    }
}
