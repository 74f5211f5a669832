package dev.grapevine.node.replica.data.schema;

/** Accumulates sum, sum of squares, minimum and maximum of numbers, in constant memory. */
final class Moments {

    private long count;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Adds a number that fits into a finite float. */
    void add(double value) {
        count++;
        sum.add(value);
        squares.addSquare(value);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    NumberSums sums() {
        return count == 0 ? NumberSums.NONE : new NumberSums(count, sum.terms(), squares.terms());
    }

    /** Smallest number; infinite if there is none. */
    double min() {
        return min;
    }

    /** Largest number; infinite if there is none. */
    double max() {
        return max;
    }
}
