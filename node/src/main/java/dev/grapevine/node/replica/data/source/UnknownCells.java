package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.words.Quotes;

/** Counts cells that count as missing although they have a text, by column, and keeps the first of each. Not thread-safe. */
final class UnknownCells {

    private static final int MAX_COLUMNS = 5;

    /** First unknown cell of a column. */
    private record First(String cell, Place place) {}

    private final String what;
    private final Map<String, Long> cells = new LinkedHashMap<>();
    private final Map<String, First> first = new LinkedHashMap<>();

    /** @param what the beginning of the sentence, before a colon */
    UnknownCells(String what) {
        this.what = what;
    }

    void add(String column, String cell, Place place) {
        cells.merge(column, 1L, Long::sum);
        first.putIfAbsent(column, new First(cell, place));
    }

    /** One sentence about all of them; empty if there are none. */
    Optional<String> sentence() {
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        cells.forEach((column, count) -> columns.add(Quotes.quote(column) + " in " + count
                + (count == 1 ? " cell" : " cells") + " (first " + Quotes.quote(first.get(column).cell()) + " in "
                + first.get(column).place() + ")"));
        String more = columns.size() > MAX_COLUMNS ? " and " + (columns.size() - MAX_COLUMNS) + " other columns" : "";
        return Optional.of(what + ": column "
                + String.join(", column ", columns.subList(0, Math.min(columns.size(), MAX_COLUMNS))) + more);
    }
}
