package dev.grapevine.node.replica.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * What standardising numbers needs of them, exactly, so that the sums of several parts give the same scaling as all
 * numbers together.
 *
 * @param count   how many numbers
 * @param sum     of the numbers, as {@link ExactSum#terms}
 * @param squares the sum of their squares, as {@link ExactSum#terms}
 */
record NumberSums(long count, List<Double> sum, List<Double> squares) {

    static final NumberSums NONE = new NumberSums(0, List.of(), List.of());

    /** Below it squares are no longer exact, and no float feature is that small. */
    private static final double LEAST_DEVIATION = 1e-140;

    NumberSums {
        sum = List.copyOf(sum);
        squares = List.copyOf(squares);
        boolean finite = Stream.concat(sum.stream(), squares.stream()).allMatch(Double::isFinite);
        if (count < 0 || !finite || count == 0 && !(sum.isEmpty() && squares.isEmpty())) {
            throw new IllegalArgumentException("Sums of " + count + " numbers: " + sum + " and " + squares);
        }
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
    Scaling scaling() {
        if (count == 0) {
            return Scaling.NONE;
        }
        BigDecimal numbers = BigDecimal.valueOf(count);
        BigDecimal exactSum = ExactSum.of(sum);
        // The variance times the squared count: a difference of exact numbers, in which nothing cancels.
        BigDecimal spread = ExactSum.of(squares).multiply(numbers).subtract(exactSum.multiply(exactSum));
        double variance = spread.divide(numbers.multiply(numbers), MathContext.DECIMAL128).doubleValue();
        double deviation = variance > 0 ? Math.sqrt(variance) : 0;
        return new Scaling(exactSum.divide(numbers, MathContext.DECIMAL128).doubleValue(),
                deviation > LEAST_DEVIATION ? deviation : 1);
    }
}
