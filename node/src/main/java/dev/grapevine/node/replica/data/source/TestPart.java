package dev.grapevine.node.replica.data.source;

import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Choice of the test rows: those of a separate file, or a share of each training file chosen by hashes of row numbers.
 * A row's hash depends only on its number in its file, so a row never moves between the parts, whatever else is read or
 * dropped.
 *
 * @param fraction share of the training files' rows; 0 if there is a test file
 * @param file     separate test file, if there is one
 */
record TestPart(double fraction, Optional<DataFile> file) {

    /** Default if the user chooses nothing. */
    static final TestPart DEFAULT = fraction(0.2);

    static TestPart fraction(double fraction) {
        return new TestPart(fraction, Optional.empty());
    }

    static TestPart file(DataFile file) {
        return new TestPart(0, Optional.of(file));
    }

    /** Whether a row of a training file is a test row. Its number counts all rows of its file, including a header. */
    boolean contains(long rowNumber) {
        return new RandomStream(rowNumber).nextDouble() >= 1 - fraction;
    }
}
