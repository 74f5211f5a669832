package dev.grapevine.node.replica.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.grapevine.node.replica.data.schema.Cells;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Citations;

/** A csv file in UTF-8 whose header is known. Cells have no spaces around them. */
final class CsvFile {

    /** What happens with each line, the first one included. */
    interface LineVisitor {

        /**
         * Takes one line, or more where a cell goes over several.
         *
         * @param number counts these from 0
         * @param line   where it starts, from 1
         * @return whether there should be a next one
         */
        boolean line(long number, long line, String[] cells);
    }

    /** What happens with each row, which is each line but the header. */
    interface RowVisitor {

        /** Takes one row; the parameters are those of {@link LineVisitor}. */
        void row(long number, long line, String[] cells);
    }

    private final DataFile file;
    private final List<String> names;
    private final boolean header;

    private CsvFile(DataFile file, List<String> names, boolean header) {
        this.file = file;
        this.names = names;
        this.header = header;
    }

    /**
     * Finds out whether the first line is a header.
     *
     * @param expected names of columns that this file should have; where the first line has all of them and no number,
     *                 it is a header without further search; may be empty
     */
    static CsvFile open(DataFile file, List<String> expected) {
        String[] first = firstLine(file);
        List<String> cells = List.of(first);
        boolean named = !expected.isEmpty() && cells.containsAll(expected)
                && cells.stream().noneMatch(Cells::isNumber);
        boolean header = named || CsvHeader.isHeader(first, visitor -> read(file, visitor));
        if (!header) {
            return new CsvFile(file, IntStream.range(0, first.length).mapToObj(i -> "column " + i).toList(), false);
        }
        for (int i = 0; i < first.length; i++) {
            if (cells.indexOf(first[i]) < i) {
                throw file.mistake(1,
                        "two columns are called " + Citations.quote(first[i]) + ": allowed are different names");
            }
        }
        return new CsvFile(file, cells, true);
    }

    /** The columns, {@code column 0} and so on where there is no header. */
    List<String> names() {
        return names;
    }

    /** The number of a column. */
    int position(String name) {
        int position = names.indexOf(name);
        if (position < 0) {
            String columns = (header ? "" : "no header, ") + "the columns " + Citations.list(names);
            throw file.mistake(
                    "has " + columns + " and no column '" + name + "': allowed are columns that every file has");
        }
        return position;
    }

    /** Visits all rows but the header. */
    void forEach(RowVisitor visitor) {
        read(file, (number, line, cells) -> {
            if (cells.length != names.size()) {
                String found = cells.length + (cells.length == 1 ? " cell" : " cells");
                throw file.mistake(line, "the row has " + found + ": allowed are " + names.size()
                        + ", as in the file's first line");
            }
            if (number > 0 || !header) {
                visitor.row(number, line, cells);
            }
            return true;
        });
    }

    private static String[] firstLine(DataFile file) {
        String[][] first = new String[1][];
        read(file, (_, _, cells) -> {
            first[0] = cells;
            return false;
        });
        if (first[0] == null) {
            throw file.mistake("is empty: allowed are csv files with at least one row");
        }
        if (first[0].length < 2) {
            throw file.mistake(1, "there is but one cell: allowed are rows of at least 2, with commas between them");
        }
        return first[0];
    }

    /** Reads lines until the visitor has enough. */
    private static void read(DataFile file, LineVisitor visitor) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().detectBomHeader(true).allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE).ofCsvRecord(file.open());
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            boolean more = true;
            long number = 0;
            while (more && records.hasNext()) {
                CsvRecord next = records.next();
                String[] cells = trimmed(next);
                if (cells.length > 1 || !cells[0].isEmpty()) {
                    more = visitor.line(number, next.getStartingLineNumber(), cells);
                    number++;
                }
            }
        } catch (CsvParseException e) {
            // The library's messages may be of several sentences.
            throw new UserMistakeException(file.path() + " is no csv file (" + e.getMessage().replace(". ", "; ")
                    + "): allowed are rows as RFC 4180 says", e);
        } catch (UncheckedIOException e) {
            throw file.unreadable(e.getCause());
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private static String[] trimmed(CsvRecord next) {
        String[] cells = new String[next.getFieldCount()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = next.getField(i).strip();
        }
        return cells;
    }
}
