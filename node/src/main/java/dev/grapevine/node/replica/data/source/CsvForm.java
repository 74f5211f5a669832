package dev.grapevine.node.replica.data.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The form of one CSV file: what its user has said, and for the rest what the file's first lines leave no doubt of;
 * otherwise commas between cells and points in numbers.
 *
 * @param comma   whether numbers have a decimal comma
 * @param missing texts that stand for a missing value, besides the usual ones
 */
record CsvForm(char separator, boolean comma, Charset encoding, Set<String> missing) {

    private static final int LINES = 100;
    private static final List<Character> OTHERS = List.of(';', '\t', '|');
    private static final Pattern WITH_COMMA = Pattern.compile("[+-]?\\d+,\\d+([eE][+-]?\\d+)?");
    private static final Pattern WITH_POINT = Pattern.compile("[+-]?\\d*\\.\\d+([eE][+-]?\\d+)?");

    /** The form of a file; reads its first lines if something is left open. */
    static CsvForm of(DataFile file, CsvDialect said) {
        Charset encoding = said.encoding().orElse(StandardCharsets.UTF_8);
        CsvForm usual = new CsvForm(said.separator().orElse(','), said.decimal().orElse('.') == ',', encoding,
                said.missing());
        CsvForm separated = said.separator().isPresent()
                ? usual
                : OTHERS.stream().map(usual::separatedBy).filter(form -> form.isCertain(file, usual)).findFirst()
                        .orElse(usual);
        boolean open = said.decimal().isEmpty() && separated.separator != ',';
        return open && separated.hasCommas(file) ? separated.withCommas() : separated;
    }

    private CsvForm separatedBy(char other) {
        return new CsvForm(other, comma, encoding, missing);
    }

    private CsvForm withCommas() {
        return new CsvForm(separator, true, encoding, missing);
    }

    /** Whether each line has the same number of cells, two or more, and commas are within numbers or in no first line. */
    private boolean isCertain(DataFile file, CsvForm usual) {
        List<String[]> lines = first(file);
        if (lines.isEmpty() || lines.getFirst().length < 2
                || lines.stream().anyMatch(line -> line.length != lines.getFirst().length)) {
            return false;
        }
        List<String[]> byCommas = usual.first(file);
        return byCommas.isEmpty() || byCommas.getFirst().length == 1 || lines.stream().flatMap(Arrays::stream)
                .allMatch(cell -> cell.indexOf(',') < 0 || WITH_COMMA.matcher(cell).matches());
    }

    private boolean hasCommas(DataFile file) {
        List<String> cells = first(file).stream().flatMap(Arrays::stream).toList();
        return cells.stream().anyMatch(cell -> WITH_COMMA.matcher(cell).matches())
                && cells.stream().noneMatch(cell -> WITH_POINT.matcher(cell).matches());
    }

    /** The first lines; none if they cannot be read in this form. */
    private List<String[]> first(DataFile file) {
        List<String[]> lines = new ArrayList<>();
        try (CsvLines read = new CsvLines(file, this)) {
            while (lines.size() < LINES && read.next()) {
                lines.add(read.cells());
            }
        } catch (UserMistakeException e) {
            // The reader of the file in the form that is chosen says what is wrong.
            return List.of();
        }
        return lines;
    }

    /** Whether each of the first lines ends in a separator with nothing behind it. */
    boolean hasOpenEnd(DataFile file) {
        List<String[]> lines = first(file);
        return !lines.isEmpty() && lines.stream().allMatch(line -> line.length > 2 && line[line.length - 1].isEmpty());
    }

    /** A cell as the rest of the program reads it: with a point in a number, and empty if it is missing. */
    String normal(String cell) {
        if (missing.contains(cell)) {
            return "";
        }
        return comma && cell.indexOf(',') >= 0 && WITH_COMMA.matcher(cell).matches() ? cell.replace(',', '.') : cell;
    }

    /** A sentence about what was found; empty if it is as usual, or as the user has said. */
    Optional<String> found(DataFile file, CsvDialect said) {
        boolean separated = said.separator().isEmpty() && separator != ',';
        boolean decimal = said.decimal().isEmpty() && comma;
        if (!separated && !decimal) {
            return Optional.empty();
        }
        String sign = separator == '\t' ? "a tab" : "'" + separator + "'";
        return Optional.of(file.path() + " is read with "
                + (separated ? sign + " between cells" : "") + (separated && decimal ? " and " : "")
                + (decimal ? "a comma in numbers" : "") + " (separator= and decimal= set it)");
    }
}
