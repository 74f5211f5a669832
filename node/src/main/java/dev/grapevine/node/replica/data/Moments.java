package dev.grapevine.node.replica.data;

/**
 * Mean and standard deviation of numbers in one pass (B. P. Welford, "Note on a Method for Calculating Corrected Sums of
 * Squares and Products", Technometrics 1962).
 */
final class Moments {

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double distance = value - mean;
        mean += distance / count;
        squares += distance * (value - mean);
    }

    /** Standardises the numbers; where all are equal, or none is there, the scale is 1. */
    Scaling scaling() {
        double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
        return new Scaling(mean, deviation > 0 ? deviation : 1);
    }
}
