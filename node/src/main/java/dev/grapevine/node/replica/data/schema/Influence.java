package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.Numbers;

/**
 * Bounds how far the sums of untrusted peers may move the scaling of a node's own data. Each peer's sums are compared
 * with the median of all, so that only many peers together can move it far, and with the node's own data, so that even
 * many peers cannot shrink the node's own values to almost nothing. Immutable.
 */
public final class Influence {

    /** Maximum weight of one node's rows, in multiples of the median over all nodes. */
    public static final long MAX_MEDIANS = 10;

    /** Maximum distance of others' numbers from the node's own mean, in multiples of the usual distance. */
    static final double MAX_DISTANCE = 100;

    /** Own numbers that differ by less than this, relative to their size and to 1, count as all equal. */
    static final double MIN_DISTANCE = 1e-20;

    /** Number of different texts in a column that is always accepted. */
    static final int TEXTS_USUAL = 50;

    /** Weights are multiples of {@code 1 / UNIT}. */
    private static final long UNIT = 1L << 20;

    private final DataSums own;
    private final long maxRows;
    private final boolean predicts;
    private final SortedMap<String, Double> middles = new TreeMap<>();
    private final SortedMap<String, Double> limits = new TreeMap<>();
    private final boolean weighs;
    /** Maximum number of different texts of one node in each column. */
    private final SortedMap<String, Long> maxTexts = new TreeMap<>();
    /** Whether the nodes whose labels alone look like regression are too few to decide it. */
    private final boolean fewPredict;

    /** @param others sums that are compatible with the node's own and with each other */
    public Influence(DataSums own, List<DataSums> others) {
        this.own = own;
        List<DataSums> all = new ArrayList<>(others);
        all.addFirst(own);
        List<Long> rows = all.stream().map(DataSums::rows).filter(count -> count > 0).sorted().toList();
        long median = rows.isEmpty() ? 0 : rows.get((rows.size() - 1) / 2);
        maxRows = median > Long.MAX_VALUE / MAX_MEDIANS ? Long.MAX_VALUE : MAX_MEDIANS * median;
        weighs = others.stream().anyMatch(sums -> sums.rows() > maxRows);
        predicts = all.stream().flatMap(sums -> labels(sums).stream()).reduce(LabelSums::plus)
                .filter(LabelSums::isToPredict).isPresent();
        long predicting = all.stream().filter(Influence::predictsAlone).count();
        fewPredict = !predictsAlone(own) && 2 * predicting < all.size();
        SortedSet<String> columns = all.stream().flatMap(sums -> texts(sums).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String column : columns) {
            List<Double> received = all.stream().map(sums -> (double) texts(sums).getOrDefault(column, 0)).toList();
            maxTexts.put(column, Math.max(TEXTS_USUAL, MAX_MEDIANS * (long) median(received.stream())));
        }
        for (String column : numbers(own).keySet()) {
            List<NumberSums> received = all.stream().map(sums -> numbers(sums).getOrDefault(column, NumberSums.NONE))
                    .filter(numbers -> numbers.count() > 0).toList();
            NumberSums mine = numbers(own).get(column);
            double middle = mine.count() > 0 ? mine.mean() : median(received.stream().map(NumberSums::mean));
            middles.put(column, middle);
            limits.put(column, limit(mine.deviation(), received.stream().map(numbers -> reach(numbers, middle))));
        }
    }

    /**
     * Limit on a distance: {@link #MAX_DISTANCE} times the median, which is first clamped between the node's own
     * distance and {@link #MAX_DISTANCE} times it.
     */
    private static double limit(double mine, Stream<Double> all) {
        double usual = median(all.filter(reach -> reach > 0));
        return MAX_DISTANCE * (mine > 0 ? Math.clamp(usual, mine, MAX_DISTANCE * mine) : usual);
    }

    /** Lower median; 0 for no values. */
    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
    }

    /** Root mean square distance of the numbers from a middle. */
    private static double reach(NumberSums numbers, double middle) {
        return StrictMath.hypot(numbers.deviation(), numbers.mean() - middle);
    }

    /** Reason, as a clause, why a peer's sums are left out completely; empty if they are used. */
    public Optional<String> refusal(DataSums other) {
        if (other instanceof DataSums.Sparse theirs && own instanceof DataSums.Sparse mine
                && theirs.features() > MAX_DISTANCE * mine.features()) {
            return Optional.of(theirs.features() + " features are too many: this node's data has " + mine.features());
        }
        if (other.rows() / UNIT > maxRows) {
            return Optional.of(other.rows() + " rows are too many: at most " + maxRows + " can count");
        }
        if (fewPredict && predictsAlone(other)) {
            return Optional
                    .of("the labels are numbers to predict, but most nodes have classes: the option task decides");
        }
        for (Map.Entry<String, Integer> column : texts(other).entrySet()) {
            long max = maxTexts.get(column.getKey());
            if (column.getValue() > max) {
                return Optional.of(column.getKey() + " has " + column.getValue()
                        + " different values: allowed beside those of the other nodes are " + max);
            }
        }
        for (Map.Entry<String, NumberSums> column : numbers(other).entrySet()) {
            NumberSums numbers = column.getValue();
            double middle = middles.get(column.getKey());
            double reach = numbers.count() > 0 ? reach(numbers, middle) : 0;
            double limit = limits.get(column.getKey());
            if (limit > 0 && reach > limit) {
                return Optional.of(column.getKey() + " has numbers that lie " + Numbers.rounded(reach)
                        + " from " + Numbers.rounded(middle) + ", the mean of this node's data: allowed beside it are "
                        + Numbers.rounded(limit));
            }
            if (reach > 0 && numbers(own).get(column.getKey()).deviation() == 0
                    && reach < MIN_DISTANCE * Math.max(1, Math.abs(middle))) {
                return Optional.of(column.getKey() + " has numbers that differ by no more than "
                        + Numbers.rounded(reach));
            }
        }
        return Optional.empty();
    }

    /** Sums multiplied by their weight in the total; also applies to the node's own. */
    public DataSums weighed(DataSums sums) {
        return weighs ? sums.times(weight(sums)) : sums;
    }

    /** Number of rows that sums other than the node's own count as, at most. */
    public long maxRows() {
        return maxRows;
    }

    /** Number of rows that a node's sums count as. */
    public long countedRows(DataSums sums) {
        return sums == own ? sums.rows() : Math.min(sums.rows(), maxRows);
    }

    private long weight(DataSums sums) {
        if (countedRows(sums) == sums.rows()) {
            return UNIT;
        }
        return BigInteger.valueOf(maxRows).multiply(BigInteger.valueOf(UNIT))
                .divide(BigInteger.valueOf(sums.rows())).longValueExact();
    }

    /** Column whose scaling a node's sums changed most, and by how much. */
    public record Move(double distance, String sentence) {}

    /**
     * Effect of a part on a total that includes it.
     *
     * @return empty if nothing changed
     */
    public Optional<Move> move(DataSums total, DataSums part) {
        SortedMap<String, NumberSums> parts = numbers(part);
        return numbers(total).entrySet().stream()
                .flatMap(column -> move(column.getKey(), column.getValue(), parts.get(column.getKey())).stream())
                .max(Comparator.comparingDouble(Move::distance)).filter(move -> move.distance() > 0);
    }

    private static Optional<Move> move(String column, NumberSums total, NumberSums part) {
        if (part.count() == 0 || part.count() >= total.count() || total.deviation() <= 0) {
            return Optional.empty();
        }
        NumberSums rest = total.minus(part);
        Scaling before = rest.scaling();
        Scaling after = total.scaling();
        double distance = Math.abs(after.mean() - before.mean()) / after.scale()
                + Math.abs(StrictMath.log(after.scale() / before.scale()));
        return Optional.of(new Move(distance,
                column + ": mean from " + Numbers.rounded(before.mean()) + " to " + Numbers.rounded(after.mean())
                        + ", scale from " + Numbers.rounded(before.scale()) + " to "
                        + Numbers.rounded(after.scale())));
    }

    private static boolean predictsAlone(DataSums sums) {
        return labels(sums).filter(LabelSums::isToPredict).isPresent();
    }

    /** Number of different texts in each column with text, keyed by the column's description in sentences. */
    private static SortedMap<String, Integer> texts(DataSums sums) {
        SortedMap<String, Integer> texts = new TreeMap<>();
        if (sums instanceof DataSums.Table table) {
            table.columns().stream().filter(column -> !column.texts().isEmpty())
                    .forEach(column -> texts.put("column " + Quotes.quote(column.name()), column.texts().size()));
        }
        labels(sums).filter(labels -> !labels.isToPredict())
                .ifPresent(labels -> texts.put("the label", labels.classes().size()));
        return texts;
    }

    private static Optional<LabelSums> labels(DataSums sums) {
        return switch (sums) {
            case DataSums.Table table -> Optional.of(table.labels());
            case DataSums.Sparse sparse -> Optional.of(sparse.labels());
            case DataSums.Pixels _ -> Optional.empty();
        };
    }

    /**
     * All sums that are scaled by mean and deviation, keyed by their description in sentences. Grey values are left
     * out: they are bounded.
     */
    private SortedMap<String, NumberSums> numbers(DataSums sums) {
        SortedMap<String, NumberSums> numbers = new TreeMap<>();
        if (sums instanceof DataSums.Table table) {
            table.columns()
                    .forEach(column -> numbers.put("column " + Quotes.quote(column.name()), column.numbers()));
        }
        labels(sums).filter(_ -> predicts).ifPresent(labels -> numbers.put("the label", labels.numbers()));
        return numbers;
    }
}
