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

import dev.grapevine.node.words.Citations;
import dev.grapevine.node.words.Numbers;

/**
 * How far the sums of others, of whom nobody is trusted, may move the scaling of one's own data. What others tell is
 * measured against the median of what all tell, so that it takes many to move much; and against one's own data, which
 * many cannot squeeze to nothing. Immutable.
 */
public final class Influence {

    /** The weight of one in medians of the rows of all. */
    public static final long MOST_MEDIANS = 10;

    /** How far from the middle of one's own numbers the others' may lie, in what is usual. */
    static final double FARTHEST = 100;

    /** Where one's own numbers are all equal: numbers that differ by less, relative to them and to 1, are none. */
    static final double NEAREST = 1e-20;

    /** So many different texts in a column are nothing unusual, however few others have. */
    static final int TEXTS_USUAL = 50;

    /** Weights are whole multiples of one in so many. */
    private static final long UNIT = 1L << 20;

    private final DataSums own;
    private final long mostRows;
    private final boolean predicts;
    private final SortedMap<String, Double> middles = new TreeMap<>();
    private final SortedMap<String, Double> limits = new TreeMap<>();
    private final boolean weighs;
    /** Different texts that one may have in a column. */
    private final SortedMap<String, Long> mostTexts = new TreeMap<>();
    /** Whether those whose labels, taken alone, are numbers to predict are too few to decide that. */
    private final boolean fewPredict;

    /** @param others sums that all go together with one's own and with each other */
    public Influence(DataSums own, List<DataSums> others) {
        this.own = own;
        List<DataSums> all = new ArrayList<>(others);
        all.addFirst(own);
        List<Long> rows = all.stream().map(DataSums::rows).filter(count -> count > 0).sorted().toList();
        long median = rows.isEmpty() ? 0 : rows.get((rows.size() - 1) / 2);
        mostRows = median > Long.MAX_VALUE / MOST_MEDIANS ? Long.MAX_VALUE : MOST_MEDIANS * median;
        weighs = others.stream().anyMatch(sums -> sums.rows() > mostRows);
        predicts = all.stream().flatMap(sums -> labels(sums).stream()).reduce(LabelSums::plus)
                .filter(LabelSums::isToPredict).isPresent();
        long predicting = all.stream().filter(Influence::predictsAlone).count();
        fewPredict = !predictsAlone(own) && 2 * predicting < all.size();
        SortedSet<String> columns = all.stream().flatMap(sums -> texts(sums).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String column : columns) {
            List<Double> told = all.stream().map(sums -> (double) texts(sums).getOrDefault(column, 0)).toList();
            mostTexts.put(column, Math.max(TEXTS_USUAL, MOST_MEDIANS * (long) median(told.stream())));
        }
        for (String column : numbers(own).keySet()) {
            List<NumberSums> told = all.stream().map(sums -> numbers(sums).getOrDefault(column, NumberSums.NONE))
                    .filter(numbers -> numbers.count() > 0).toList();
            NumberSums mine = numbers(own).get(column);
            double middle = mine.count() > 0 ? mine.mean() : median(told.stream().map(NumberSums::mean));
            middles.put(column, middle);
            limits.put(column, limit(mine.deviation(), told.stream().map(numbers -> reach(numbers, middle))));
        }
    }

    /** In multiples of the usual: of the median, but at least of one's own and at most of the limit for one's own. */
    private static double limit(double mine, Stream<Double> all) {
        double usual = median(all.filter(reach -> reach > 0));
        return FARTHEST * (mine > 0 ? Math.clamp(usual, mine, FARTHEST * mine) : usual);
    }

    /** The lower one of two; 0 of none. */
    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
    }

    /** How far the numbers lie from a middle, as a root of the mean square. */
    private static double reach(NumberSums numbers, double middle) {
        return StrictMath.hypot(numbers.deviation(), numbers.mean() - middle);
    }

    /** Why the sums of somebody have no influence at all, as a clause. */
    public Optional<String> refusal(DataSums other) {
        if (other instanceof DataSums.Sparse theirs && own instanceof DataSums.Sparse mine
                && theirs.features() > FARTHEST * mine.features()) {
            return Optional.of(theirs.features() + " features are too many beside " + mine.features() + " here");
        }
        if (other.rows() / UNIT > mostRows) {
            return Optional.of("rows are " + other.rows() + ", of which at most " + mostRows + " can count");
        }
        if (fewPredict && predictsAlone(other)) {
            return Optional.of("the labels are numbers to predict, where most have classes: the option task decides");
        }
        for (Map.Entry<String, Integer> column : texts(other).entrySet()) {
            long most = mostTexts.get(column.getKey());
            if (column.getValue() > most) {
                return Optional.of(column.getKey() + " has " + column.getValue()
                        + " different values: allowed beside what others tell are " + most);
            }
        }
        for (Map.Entry<String, NumberSums> column : numbers(other).entrySet()) {
            NumberSums numbers = column.getValue();
            double middle = middles.get(column.getKey());
            double reach = numbers.count() > 0 ? reach(numbers, middle) : 0;
            double limit = limits.get(column.getKey());
            if (limit > 0 && reach > limit) {
                return Optional.of(column.getKey() + " has numbers that lie " + Numbers.rounded(reach)
                        + " from " + Numbers.rounded(middle) + ", the mean here: allowed beside this data are "
                        + Numbers.rounded(limit));
            }
            if (reach > 0 && numbers(own).get(column.getKey()).deviation() == 0
                    && reach < NEAREST * Math.max(1, Math.abs(middle))) {
                return Optional.of(column.getKey() + " has numbers that differ by no more than "
                        + Numbers.rounded(reach));
            }
        }
        return Optional.empty();
    }

    /** The sums, so often that all of them count as they should in a total; one's own too. */
    public DataSums weighed(DataSums sums) {
        return weighs ? sums.times(weight(sums)) : sums;
    }

    /** How many rows somebody's sums count as. */
    public long countedRows(DataSums sums) {
        return sums == own ? sums.rows() : Math.min(sums.rows(), mostRows);
    }

    private long weight(DataSums sums) {
        if (countedRows(sums) == sums.rows()) {
            return UNIT;
        }
        return BigInteger.valueOf(mostRows).multiply(BigInteger.valueOf(UNIT))
                .divide(BigInteger.valueOf(sums.rows())).longValueExact();
    }

    /** The column that somebody's sums moved most, and how far. */
    public record Move(double distance, String sentence) {}

    /**
     * What a part did to a total that it is in.
     *
     * @return empty if it moved nothing
     */
    public Optional<Move> move(DataSums total, DataSums part) {
        SortedMap<String, NumberSums> parts = numbers(part);
        return numbers(total).entrySet().stream()
                .flatMap(column -> move(column.getKey(), column.getValue(), parts.get(column.getKey())).stream())
                .max(Comparator.comparingDouble(Move::distance)).filter(move -> move.distance() > 0);
    }

    /** In floating point, since nothing follows from it. */
    private static Optional<Move> move(String column, NumberSums total, NumberSums part) {
        double left = total.count() - part.count();
        double scale = total.deviation();
        if (left <= 0 || part.count() == 0 || scale <= 0) {
            return Optional.empty();
        }
        double shift = (part.mean() - total.mean()) * (part.count() / left);
        double squares = scale * scale + (part.count() / left) * (scale * scale - square(reach(part, total.mean())));
        double before = Math.sqrt(Math.max(0, squares - shift * shift));
        double distance = Math.abs(shift) / scale + (before > 0 ? Math.abs(StrictMath.log(scale / before)) : 0);
        return Optional.of(new Move(distance,
                column + ": mean from " + Numbers.rounded(total.mean() - shift) + " to "
                        + Numbers.rounded(total.mean()) + ", scale from "
                        + Numbers.rounded(before > 0 ? before : 1) + " to " + Numbers.rounded(scale)));
    }

    private static double square(double value) {
        return value * value;
    }

    private static boolean predictsAlone(DataSums sums) {
        return labels(sums).filter(LabelSums::isToPredict).isPresent();
    }

    /** How many different texts there are in each column that has any, by what it is called in sentences. */
    private static SortedMap<String, Integer> texts(DataSums sums) {
        SortedMap<String, Integer> texts = new TreeMap<>();
        if (sums instanceof DataSums.Table table) {
            table.columns().stream().filter(column -> !column.texts().isEmpty())
                    .forEach(column -> texts.put("column " + Citations.quote(column.name()), column.texts().size()));
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

    /** Whatever is scaled by mean and deviation, by what it is called in sentences. Grey values cannot lie far away. */
    private SortedMap<String, NumberSums> numbers(DataSums sums) {
        SortedMap<String, NumberSums> numbers = new TreeMap<>();
        if (sums instanceof DataSums.Table table) {
            table.columns()
                    .forEach(column -> numbers.put("column " + Citations.quote(column.name()), column.numbers()));
        }
        labels(sums).filter(_ -> predicts).ifPresent(labels -> numbers.put("the label", labels.numbers()));
        return numbers;
    }
}
