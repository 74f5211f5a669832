package dev.grapevine.node.replica.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Cursor over the lines of a CSV file: it starts before the first line, and {@link #next} advances it. Empty lines are
 * skipped, cells are trimmed. Must be closed. Not thread-safe.
 */
final class CsvLines implements AutoCloseable {

    /** As many columns as a table may have, and a label. */
    private static final int CELLS_MAX = RowEncoding.MAX_FEATURES + 1;

    private final DataFile file;
    private final CsvForm form;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private long number = -1;
    private long line;
    private String[] cells = {};

    /** @throws UserMistakeException if the file cannot be read */
    CsvLines(DataFile file, CsvForm form) {
        this.file = file;
        this.form = form;
        boolean utf8 = form.encoding().equals(StandardCharsets.UTF_8);
        try {
            this.reader = CsvReader.builder().detectBomHeader(utf8).allowUnclosedQuote(false)
                    .fieldSeparator(form.separator()).trimWhitespacesAroundQuotes(form.separator() != ' ')
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .build(CsvRecordHandler.builder().maxFields(CELLS_MAX).build(),
                            utf8 ? new StrictUtf8(file.open()) : file.open(), form.encoding());
            this.records = reader.iterator();
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        }
    }

    private UserMistakeException unreadable(IOException cause) {
        return cause instanceof StrictUtf8.NotUtf8 odd
                ? file.mistake(odd.line(), odd.getMessage()
                        + ": allowed is text in UTF-8, or with encoding=NAME in another encoding, such as latin1")
                : file.unreadable(cause);
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
            throw unreadable(e.getCause());
        }
    }

    private String[] trimmed(CsvRecord next) {
        String[] cells = new String[next.getFieldCount()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = form.normal(next.getField(i).strip());
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
