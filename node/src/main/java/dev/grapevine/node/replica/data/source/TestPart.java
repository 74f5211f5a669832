package dev.grapevine.node.replica.data.source;

import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Which rows are for testing: those of a file of their own, or the share of each training file whose row numbers have
 * the highest hashes. A row's hash depends on nothing but its place in its file, so that a row never moves from one
 * part to the other, whatever else is read or dropped.
 *
 * @param fraction of the rows of the training files; 0 if there is a test file
 * @param file     the test file, if there is one
 */
record TestPart(double fraction, Optional<DataFile> file) {

    /** What holds where the user says nothing. */
    static final TestPart DEFAULT = fraction(0.2);

    static TestPart fraction(double fraction) {
        return new TestPart(fraction, Optional.empty());
    }

    static TestPart file(DataFile file) {
        return new TestPart(0, Optional.of(file));
    }

    /** Whether a row of a training file is for testing; its number counts all rows of its file, even a header. */
    boolean contains(long rowNumber) {
        return new RandomStream(rowNumber).nextDouble() >= 1 - fraction;
    }
}
