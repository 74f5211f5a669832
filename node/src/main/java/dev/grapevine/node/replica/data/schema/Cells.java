package dev.grapevine.node.replica.data.schema;

import dev.grapevine.node.words.Numbers;

/** What the text in a cell of a table is. */
public final class Cells {

    private Cells() {}

    /** Whether nobody knows what should stand in the cell. */
    public static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equals("?") || cell.equals("NA");
    }

    /** Whether the cell has a number, be it one that is not allowed, such as infinity. */
    public static boolean isNumber(String cell) {
        return !Double.isNaN(Numbers.parse(cell));
    }
}
