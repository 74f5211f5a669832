package dev.grapevine.node.replica.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Cursor over the lines of a CSV file: it starts before the first line, and {@link #next} advances it. Empty lines are
 * skipped, cells are trimmed. Must be closed. Not thread-safe.
 */
final class CsvLines implements AutoCloseable {

    private final DataFile file;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private long number = -1;
    private long line;
    private String[] cells = {};

    /** @throws UserMistakeException if the file cannot be read */
    CsvLines(DataFile file) {
        this.file = file;
        try {
            this.reader = CsvReader.builder().detectBomHeader(true).allowUnclosedQuote(false)
                    .trimWhitespacesAroundQuotes(true).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE).ofCsvRecord(file.open());
            this.records = reader.iterator();
        } catch (UncheckedIOException e) {
            throw file.unreadable(e.getCause());
        }
    }

    /**
     * Moves to the next line.
     *
     * @return whether there is one
     * @throws UserMistakeException if the file is not valid CSV from here on, or cannot be read
     */
    boolean next() {
        try {
            while (records.hasNext()) {
                CsvRecord next = records.next();
                String[] found = trimmed(next);
                if (found.length > 1 || !found[0].isEmpty()) {
                    cells = found;
                    line = next.getStartingLineNumber();
                    number++;
                    return true;
                }
            }
            return false;
        } catch (CsvParseException e) {
            // The library's messages may have several sentences.
            throw new UserMistakeException(file.path() + " is not a csv file (" + e.getMessage().replace(". ", "; ")
                    + "): allowed are rows as in RFC 4180", e);
        } catch (UncheckedIOException e) {
            throw file.unreadable(e.getCause());
        }
    }

    private static String[] trimmed(CsvRecord next) {
        String[] cells = new String[next.getFieldCount()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = next.getField(i).strip();
        }
        return cells;
    }

    /** Cells of the current line; the caller owns the array. */
    String[] cells() {
        return cells;
    }

    /** Number of the current CSV line, from 0; one may span several lines of the file. */
    long number() {
        return number;
    }

    /** Line of the file, from 1, where the current CSV line starts. */
    long line() {
        return line;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}
