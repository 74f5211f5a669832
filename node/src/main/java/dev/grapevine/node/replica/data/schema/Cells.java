package dev.grapevine.node.replica.data.schema;

import dev.grapevine.node.words.Numbers;

/** Classifies the text in a table cell. */
public final class Cells {

    private Cells() {}

    /** Whether the cell marks a missing value. */
    public static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equals("?") || cell.equals("NA");
    }

    /** Whether the cell is a number, including those that are not allowed, such as infinity. */
    public static boolean isNumber(String cell) {
        return !Double.isNaN(Numbers.parse(cell));
    }
}
