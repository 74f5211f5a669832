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
 * The lines of a csv file, pulled one after another: it stands before the first one, and {@link #next} goes on. Empty lines
 * are none. Cells have no spaces around them. To be closed; not for several threads at once.
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
     * Goes on to the next line; false if there is none.
     *
     * @throws UserMistakeException if the file is no csv file from here on, or cannot be read
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
            // The library's messages may be of several sentences.
            throw new UserMistakeException(file.path() + " is no csv file (" + e.getMessage().replace(". ", "; ")
                    + "): allowed are rows as RFC 4180 says", e);
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

    /** The cells of the present line; the caller's from now on. */
    String[] cells() {
        return cells;
    }

    /** The number of the present line, where a line may be several of the file; from 0. */
    long number() {
        return number;
    }

    /** The line of the file, from 1, where the present one starts. */
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
