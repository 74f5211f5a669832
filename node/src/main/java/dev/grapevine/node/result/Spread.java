package dev.grapevine.node.result;

import java.util.Collection;

/** Mean, minimum and maximum of a number over the nodes; null if no node has it. */
public record Spread(Double mean, Double min, Double max) {

    /** Ignores values that are not a number. */
    public static Spread of(Collection<Double> values) {
        double[] known = values.stream().filter(value -> value != null && Double.isFinite(value))
                .mapToDouble(Double::doubleValue).toArray();
        if (known.length == 0) {
            return new Spread(null, null, null);
        }
        double sum = 0;
        double min = known[0];
        double max = known[0];
        for (double value : known) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Spread(sum / known.length, min, max);
    }
}
