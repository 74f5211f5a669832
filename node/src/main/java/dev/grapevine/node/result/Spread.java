package dev.grapevine.node.result;

import java.util.Collection;

/** Mean, smallest and largest of a number that every node has; null where no node has it. */
public record Spread(Double mean, Double min, Double max) {

    /** Leaves out what is not a number. */
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
