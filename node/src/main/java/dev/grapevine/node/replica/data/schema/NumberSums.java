package dev.grapevine.node.replica.data.schema;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What standardising numbers needs of them, exactly, so that the sums of several parts give the same scaling as all
 * numbers together.
 *
 * @param count   how many numbers
 * @param sum     of the numbers, as {@link ExactSum#terms}
 * @param squares the sum of their squares, as {@link ExactSum#terms}
 */
public record NumberSums(long count, List<Double> sum, List<Double> squares) {

    static final NumberSums NONE = new NumberSums(0, List.of(), List.of());

    /** Below it squares are no longer exact, and no float feature is that small. */
    private static final double LEAST_DEVIATION = 1e-140;

    /** More than doubles that do not overlap can be. */
    private static final int MOST_TERMS = 64;

    /** No partial sum of the squares of numbers that floats can hold is larger, and no sum of such terms overflows. */
    private static final double LARGEST_TERM = 1e100;

    /** Larger than the square of every number that rounds to a finite float. */
    private static final BigDecimal LARGEST_SQUARE = new BigDecimal(0x1.0p256);

    /** More than what is lost of the square of a number that is too small for exact squares. */
    private static final BigDecimal LOST_OF_SQUARE = new BigDecimal(1e-290);

    /** Sums that other programs make need not be exact. */
    private static final BigDecimal ROUNDED = new BigDecimal("1.000000000001");

    public NumberSums {
        sum = List.copyOf(sum);
        squares = List.copyOf(squares);
    }

    /**
     * What keeps these from being the sums of any numbers that finite floats can hold, as a clause; empty if there are
     * such numbers. Time and memory grow with the number of terms alone.
     */
    Optional<String> flaw() {
        if (count < 0) {
            return Optional.of("a count of " + count);
        }
        if (sum.size() > MOST_TERMS || squares.size() > MOST_TERMS) {
            return Optional.of("a sum of more than " + MOST_TERMS + " terms");
        }
        Optional<Double> wild = Stream.concat(sum.stream(), squares.stream())
                .filter(term -> !(Math.abs(term) <= LARGEST_TERM)).findFirst();
        if (wild.isPresent()) {
            return Optional.of("a sum with the term " + wild.get() + ", which comes of no finite floats");
        }
        BigDecimal numbers = BigDecimal.valueOf(count);
        BigDecimal exactSum = ExactSum.of(sum);
        BigDecimal exactSquares = ExactSum.of(squares);
        if (count == 0 && (exactSum.signum() != 0 || exactSquares.signum() != 0)) {
            return Optional.of("a sum of no numbers that is not 0");
        }
        if (exactSquares.signum() < 0 || exactSquares.compareTo(LARGEST_SQUARE.multiply(numbers)) > 0) {
            return Optional.of("a sum of the squares of " + count + " numbers of " + exactSquares.doubleValue()
                    + ", which comes of no finite floats");
        }
        BigDecimal lost = LOST_OF_SQUARE.multiply(numbers).multiply(numbers);
        BigDecimal most = exactSquares.multiply(numbers).multiply(ROUNDED).add(lost);
        if (most.compareTo(exactSum.multiply(exactSum)) < 0) {
            return Optional.of("a sum of " + count + " numbers of " + exactSum.doubleValue()
                    + ", too far from 0 for the sum of their squares, " + exactSquares.doubleValue());
        }
        return Optional.empty();
    }

    /** The sums of so many times these numbers, without any rounding. */
    NumberSums times(long weight) {
        BigDecimal factor = BigDecimal.valueOf(weight);
        return new NumberSums(Math.multiplyExact(count, weight), ExactSum.terms(ExactSum.of(sum).multiply(factor)),
                ExactSum.terms(ExactSum.of(squares).multiply(factor)));
    }

    /** The sums of these numbers and of others. */
    NumberSums plus(NumberSums other) {
        return new NumberSums(Math.addExact(count, other.count), plus(sum, other.sum), plus(squares, other.squares));
    }

    private static List<Double> plus(List<Double> some, List<Double> others) {
        ExactSum total = new ExactSum();
        some.forEach(total::add);
        others.forEach(total::add);
        return total.terms();
    }

    /** Standardises the numbers; where all are equal, or none is there, the scale is 1. */
    public Scaling scaling() {
        double deviation = deviation();
        return new Scaling(mean(), deviation > LEAST_DEVIATION ? deviation : 1);
    }

    /** The mean; 0 where there are no numbers. */
    double mean() {
        return count == 0
                ? 0
                : ExactSum.of(sum).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }

    /** How far the numbers lie from their mean, as a root of the mean square; 0 where there are none. */
    double deviation() {
        if (count == 0) {
            return 0;
        }
        BigDecimal numbers = BigDecimal.valueOf(count);
        BigDecimal exactSum = ExactSum.of(sum);
        // The variance times the squared count: a difference of exact numbers, in which nothing cancels.
        BigDecimal spread = ExactSum.of(squares).multiply(numbers).subtract(exactSum.multiply(exactSum));
        double variance = spread.divide(numbers.multiply(numbers), MathContext.DECIMAL128).doubleValue();
        return variance > 0 ? Math.sqrt(variance) : 0;
    }
}
