package dev.grapevine.node.replica.data.schema;

import java.util.Locale;
import java.util.Set;

import dev.grapevine.node.words.Numbers;

/** Classifies the text in a table cell. */
public final class Cells {

    /** In lower case. */
    private static final Set<String> SPELLINGS = Set.of("n/a", "#n/a", "na", "nan", "null", "none", "nil", "missing",
            "unknown", "-", "--", ".");

    private Cells() {}

    /** Whether the cell marks a missing value. */
    public static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equals("?") || cell.equals("NA");
    }

    /**
     * Whether the text is one of those that people write for a missing number. In a column of texts it is a text like any
     * other.
     */
    public static boolean isSpelledMissing(String cell) {
        return SPELLINGS.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Whether the cell is a number, including those that are not allowed, such as infinity. */
    public static boolean isNumber(String cell) {
        return !Double.isNaN(Numbers.parse(cell));
    }
}
