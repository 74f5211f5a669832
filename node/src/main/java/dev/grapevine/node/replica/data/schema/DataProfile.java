package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/**
 * What one pass over a node's training rows tells.
 *
 * @param source what a sentence about the data starts with
 * @param sums   what may be shown to others
 * @param ranges for each column of a table its smallest and largest number, which are single rows' and stay here
 */
public record DataProfile(String source, DataSums sums, List<Optional<Range>> ranges) {

    /** From the smallest to the largest number. */
    public record Range(double least, double most) {}

    public DataProfile {
        ranges = List.copyOf(ranges);
    }

    /**
     * The schema that fits these rows.
     *
     * @throws UserMistakeException if there is none, such as for rows of one class
     */
    public Schema schema() {
        return sums.schema(source);
    }
}
