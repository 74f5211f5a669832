package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/**
 * Sums over one column of the training rows, without the rows.
 *
 * @param name    the column's name
 * @param text    whether any row, including test rows, has something other than a number
 * @param missing number of rows with a missing cell
 * @param numbers sums of the column's numbers; empty if it has text
 * @param texts   number of rows for each text; empty if all cells are numbers
 */
public record ColumnSums(String name, boolean text, long missing, NumberSums numbers, SortedMap<String, Long> texts) {

    public ColumnSums {
        Objects.requireNonNull(name);
        texts = Collections.unmodifiableSortedMap(texts);
        if (missing < 0 || (text ? numbers.count() > 0 : !texts.isEmpty())
                || texts.values().stream().anyMatch(rows -> rows < 1)) {
            throw new IllegalArgumentException("Column '" + name + "' has text or numbers, in a count of rows");
        }
    }

    /**
     * Reason, as a clause that names the column, why these cannot be the sums of a column over this many rows; empty if
     * they can.
     */
    Optional<String> flaw(long rows) {
        BigInteger counted = Counts.total(texts.values()).add(BigInteger.valueOf(numbers.count()))
                .add(BigInteger.valueOf(missing));
        Optional<String> flaw = counted.equals(BigInteger.valueOf(rows))
                ? numbers.flaw()
                : Optional.of(missing + " missing cells and " + counted.subtract(BigInteger.valueOf(missing))
                        + " others in " + rows + " rows");
        return flaw.map(clause -> "column " + Quotes.quote(name) + " has " + clause);
    }

    /** Sums over {@code weight} copies of these rows. */
    ColumnSums times(long weight) {
        return new ColumnSums(name, text, Math.multiplyExact(missing, weight), numbers.times(weight),
                Counts.times(texts, weight));
    }

    /**
     * Sums over these rows and others.
     *
     * @throws IllegalArgumentException if the column has numbers on one side and text on the other; the message is a
     *                                  clause
     */
    ColumnSums plus(ColumnSums other) {
        if (text != other.text && numbers.count() + other.numbers.count() > 0) {
            throw new IllegalArgumentException(
                    "column " + Quotes.quote(name) + " has numbers in one part and text in another"
                            + example(text ? texts : other.texts));
        }
        return new ColumnSums(name, text || other.text, Math.addExact(missing, other.missing),
                numbers.plus(other.numbers), Counts.plus(texts, other.texts));
    }

    private static String example(SortedMap<String, Long> texts) {
        return texts.keySet().stream().filter(cell -> !Cells.isNumber(cell)).findFirst()
                .map(cell -> ", such as " + Quotes.quote(cell)).orElse("");
    }

    Column column() {
        if (!text) {
            return new Column.Numeric(name, numbers.scaling(), missing > 0);
        }
        if (texts.size() > Column.MAX_CATEGORIES) {
            throw new UserMistakeException("Column " + Quotes.quote(name) + " has text with " + texts.size()
                    + " different values: allowed are at most " + Column.MAX_CATEGORIES + ", or numbers only");
        }
        return new Column.Categorical(name, List.copyOf(texts.keySet()));
    }
}
