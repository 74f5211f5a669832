package dev.grapevine.node.replica.data.schema;

/** Collects numbers one after the other, in constant memory. */
final class Moments {

    private long count;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    /** Adds a number that a finite float can hold. */
    void add(double value) {
        count++;
        sum.add(value);
        squares.addSquare(value);
        least = Math.min(least, value);
        most = Math.max(most, value);
    }

    NumberSums sums() {
        return count == 0 ? NumberSums.NONE : new NumberSums(count, sum.terms(), squares.terms());
    }

    /** The smallest number; infinite if there is none. */
    double least() {
        return least;
    }

    /** The largest number; infinite if there is none. */
    double most() {
        return most;
    }
}
