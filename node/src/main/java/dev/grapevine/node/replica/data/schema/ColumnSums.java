package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Citations;

/**
 * What is known of a column's training rows without the rows.
 *
 * @param name    the column's name
 * @param text    whether some row, be it for testing, has something other than a number
 * @param missing rows in which the cell is missing
 * @param numbers the column's numbers; none where it has text
 * @param texts   for each text the rows that have it; none where all are numbers
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

    /** What keeps these from being the sums of a column over so many rows, as a clause that names it. */
    Optional<String> flaw(long rows) {
        BigInteger counted = Counts.total(texts.values()).add(BigInteger.valueOf(numbers.count()))
                .add(BigInteger.valueOf(missing));
        Optional<String> flaw = counted.equals(BigInteger.valueOf(rows))
                ? numbers.flaw()
                : Optional.of(missing + " missing cells and " + counted.subtract(BigInteger.valueOf(missing))
                        + " others in " + rows + " rows");
        return flaw.map(clause -> "column " + Citations.quote(name) + " has " + clause);
    }

    /** The column over so many times these rows. */
    ColumnSums times(long weight) {
        return new ColumnSums(name, text, Math.multiplyExact(missing, weight), numbers.times(weight),
                Counts.times(texts, weight));
    }

    /**
     * The column over these rows and others.
     *
     * @throws IllegalArgumentException if it has numbers here and text there; the message is a clause
     */
    ColumnSums plus(ColumnSums other) {
        if (text != other.text && numbers.count() + other.numbers.count() > 0) {
            throw new IllegalArgumentException(
                    "column " + Citations.quote(name) + " has numbers in one and text in another"
                            + example(text ? texts : other.texts));
        }
        return new ColumnSums(name, text || other.text, Math.addExact(missing, other.missing),
                numbers.plus(other.numbers), Counts.plus(texts, other.texts));
    }

    private static String example(SortedMap<String, Long> texts) {
        return texts.keySet().stream().filter(cell -> !Cells.isNumber(cell)).findFirst()
                .map(cell -> ", such as " + Citations.quote(cell)).orElse("");
    }

    Column column() {
        if (!text) {
            return new Column.Numeric(name, numbers.scaling(), missing > 0);
        }
        if (texts.size() > Column.MAX_CATEGORIES) {
            throw new UserMistakeException("Column " + Citations.quote(name) + " has text and " + texts.size()
                    + " different ones: allowed are at most " + Column.MAX_CATEGORIES + ", or numbers alone");
        }
        return new Column.Categorical(name, List.copyOf(texts.keySet()));
    }
}
