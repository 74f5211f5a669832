package dev.grapevine.node.replica.data.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact sum of doubles, independent of their order and grouping. It is kept as an expansion of nonoverlapping doubles
 * (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates", Discrete &amp;
 * Computational Geometry 1997, Grow-Expansion). Not thread-safe.
 */
final class ExactSum {

    /** Components of the expansion, by increasing magnitude; their sum is exact. */
    private double[] parts = new double[4];
    private int size;

    /** Adds a finite number. No partial sum may overflow. */
    void add(double value) {
        double carried = value;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double large = Math.abs(carried) < Math.abs(parts[i]) ? parts[i] : carried;
            double small = Math.abs(carried) < Math.abs(parts[i]) ? carried : parts[i];
            carried = large + small;
            double lost = small - (carried - large);
            if (lost != 0) {
                parts[kept] = lost;
                kept++;
            }
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, 2 * kept);
        }
        parts[kept] = carried;
        size = kept + 1;
    }

    /** Adds the square of a number, which must be finite; exact if the square is at least 1e-290. */
    void addSquare(double value) {
        double square = value * value;
        add(square);
        add(Math.fma(value, value, -square));
    }

    /**
     * Sum as a list of doubles, the largest first, each the one closest to the remainder; equal sums give equal lists.
     */
    List<Double> terms() {
        return terms(of(Arrays.stream(parts, 0, size).boxed().toList()));
    }

    /** The same list for an exact sum of doubles or a whole multiple of one. */
    static List<Double> terms(BigDecimal exact) {
        List<Double> terms = new ArrayList<>();
        BigDecimal left = exact;
        while (left.signum() != 0) {
            double term = left.doubleValue();
            terms.add(term);
            left = left.subtract(new BigDecimal(term));
        }
        return terms;
    }

    /** Exact sum of finite doubles. */
    static BigDecimal of(List<Double> terms) {
        return terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
