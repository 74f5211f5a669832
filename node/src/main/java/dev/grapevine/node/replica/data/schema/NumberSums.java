package dev.grapevine.node.replica.data.schema;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Exact count, sum and sum of squares of numbers, which determine their standardisation: sums of several parts give the
 * same scaling as all numbers together.
 *
 * @param count   how many numbers
 * @param sum     of the numbers, as {@link ExactSum#terms}
 * @param squares sum of their squares, as {@link ExactSum#terms}
 */
public record NumberSums(long count, List<Double> sum, List<Double> squares) {

    static final NumberSums NONE = new NumberSums(0, List.of(), List.of());

    /** Deviations below this are 0: squares are no longer exact there, and no float feature is that small. */
    private static final double MIN_DEVIATION = 1e-140;

    /** Upper bound for the number of nonoverlapping doubles. */
    private static final int MAX_TERMS = 64;

    /** Upper bound for every partial sum of squares of float values; sums of terms below it do not overflow. */
    private static final double MAX_TERM = 1e100;

    /** Upper bound for the square of every number that rounds to a finite float. */
    private static final BigDecimal MAX_SQUARE = new BigDecimal(0x1.0p256);

    /** Upper bound for the loss in the square of a number that is too small for exact squares. */
    private static final BigDecimal LOST_OF_SQUARE = new BigDecimal(1e-290);

    /** Tolerance for sums of other programs, which may be rounded. */
    private static final BigDecimal ROUNDED = new BigDecimal("1.000000000001");

    public NumberSums {
        sum = List.copyOf(sum);
        squares = List.copyOf(squares);
    }

    /**
     * Reason, as a clause, why these are not the sums of any finite floats; empty if they can be. Time and memory are
     * linear in the number of terms.
     */
    Optional<String> flaw() {
        if (count < 0) {
            return Optional.of("a count of " + count);
        }
        if (sum.size() > MAX_TERMS || squares.size() > MAX_TERMS) {
            return Optional.of("a sum of more than " + MAX_TERMS + " terms");
        }
        Optional<Double> wild = Stream.concat(sum.stream(), squares.stream())
                .filter(term -> !(Math.abs(term) <= MAX_TERM)).findFirst();
        if (wild.isPresent()) {
            return Optional.of("a sum with the term " + wild.get() + ", which no finite floats add up to");
        }
        BigDecimal numbers = BigDecimal.valueOf(count);
        BigDecimal exactSum = ExactSum.of(sum);
        BigDecimal exactSquares = ExactSum.of(squares);
        if (count == 0 && (exactSum.signum() != 0 || exactSquares.signum() != 0)) {
            return Optional.of("a nonzero sum of no numbers");
        }
        if (exactSquares.signum() < 0 || exactSquares.compareTo(MAX_SQUARE.multiply(numbers)) > 0) {
            return Optional.of("a sum of the squares of " + count + " numbers of " + exactSquares.doubleValue()
                    + ", which no finite floats add up to");
        }
        BigDecimal lost = LOST_OF_SQUARE.multiply(numbers).multiply(numbers);
        BigDecimal max = exactSquares.multiply(numbers).multiply(ROUNDED).add(lost);
        if (max.compareTo(exactSum.multiply(exactSum)) < 0) {
            return Optional.of("a sum of " + count + " numbers of " + exactSum.doubleValue()
                    + ", too far from 0 for the sum of their squares, " + exactSquares.doubleValue());
        }
        return Optional.empty();
    }

    /** Sums over {@code weight} copies of these numbers, without rounding. */
    NumberSums times(long weight) {
        BigDecimal factor = BigDecimal.valueOf(weight);
        return new NumberSums(Math.multiplyExact(count, weight), ExactSum.terms(ExactSum.of(sum).multiply(factor)),
                ExactSum.terms(ExactSum.of(squares).multiply(factor)));
    }

    /** Sums over these numbers and others. */
    NumberSums plus(NumberSums other) {
        return new NumberSums(Math.addExact(count, other.count), plus(sum, other.sum), plus(squares, other.squares));
    }

    /** Sums over these numbers without a part of them. */
    NumberSums minus(NumberSums part) {
        return new NumberSums(Math.subtractExact(count, part.count), plus(sum, negative(part.sum)),
                plus(squares, negative(part.squares)));
    }

    private static List<Double> negative(List<Double> terms) {
        return terms.stream().map(term -> -term).toList();
    }

    private static List<Double> plus(List<Double> some, List<Double> others) {
        ExactSum total = new ExactSum();
        some.forEach(total::add);
        others.forEach(total::add);
        return total.terms();
    }

    /** Standardisation of the numbers; the scale is 1 if all are equal or there are none. */
    public Scaling scaling() {
        double deviation = deviation();
        return new Scaling(mean(), deviation > MIN_DEVIATION ? deviation : 1);
    }

    /** Mean; 0 if there are no numbers. */
    double mean() {
        return count == 0
                ? 0
                : ExactSum.of(sum).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
    }

    /** Standard deviation; 0 if there are no numbers. */
    double deviation() {
        if (count == 0) {
            return 0;
        }
        BigDecimal numbers = BigDecimal.valueOf(count);
        BigDecimal exactSum = ExactSum.of(sum);
        // Variance times count squared: a difference of exact numbers, so there is no cancellation.
        BigDecimal spread = ExactSum.of(squares).multiply(numbers).subtract(exactSum.multiply(exactSum));
        double variance = spread.divide(numbers.multiply(numbers), MathContext.DECIMAL128).doubleValue();
        return variance > 0 ? Math.sqrt(variance) : 0;
    }
}
