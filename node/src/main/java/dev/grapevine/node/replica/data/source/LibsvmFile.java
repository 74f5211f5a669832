package dev.grapevine.node.replica.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import dev.grapevine.node.replica.data.rows.SparseRows;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/**
 * Reader of LIBSVM's text format: one line per row, first the label, then {@code INDEX:VALUE} for each nonzero feature,
 * with ascending indices from 1.
 */
final class LibsvmFile {

    /** Callback for each row. */
    interface Visitor {

        /**
         * Receives one row.
         *
         * @param number row number, from 0
         * @param line   line number, from 1
         * @param row    without its target
         */
        void row(long number, long line, String label, SparseRows.Row row);
    }

    private final DataFile file;
    private final int features;

    private LibsvmFile(DataFile file, int features) {
        this.file = file;
        this.features = features;
    }

    /**
     * Visits all rows.
     *
     * @param features maximum index
     */
    static void forEach(DataFile file, int features, Visitor visitor) {
        LibsvmFile reader = new LibsvmFile(file, features);
        try (BufferedReader input = new BufferedReader(
                new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            long number = 0;
            long line = 1;
            for (String text = input.readLine(); text != null; text = input.readLine()) {
                if (!text.isBlank()) {
                    String[] words = text.strip().split("\\s+");
                    visitor.row(number, line, reader.label(words[0], line), reader.row(words, line));
                    number++;
                }
                line++;
            }
            if (number == 0) {
                throw file.mistake("is empty: allowed are rows of LABEL INDEX:VALUE INDEX:VALUE …");
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private String label(String word, long line) {
        if (!Double.isFinite(Numbers.parse(word))) {
            throw file.mistake(line,
                    "the label " + Quotes.quote(word) + " is not a finite number: allowed are finite numbers");
        }
        return word;
    }

    private SparseRows.Row row(String[] words, long line) {
        int[] columns = new int[words.length - 1];
        float[] values = new float[words.length - 1];
        int before = 0;
        for (int i = 0; i < columns.length; i++) {
            String word = words[i + 1];
            int colon = word.indexOf(':');
            double index = colon < 0 ? Double.NaN : Numbers.parse(word.substring(0, colon));
            double value = colon < 0 ? Double.NaN : Numbers.parse(word.substring(colon + 1));
            if (!Double.isFinite(value) || !Double.isFinite(index) || index != Math.rint(index)) {
                throw file.mistake(line,
                        Quotes.quote(word)
                                + " is not a feature: allowed is INDEX:VALUE with a whole and a finite number");
            }
            if (index <= before || index > features) {
                throw file.mistake(line, "the index of " + Quotes.quote(word) + " follows " + before
                        + ": allowed are ascending indices from 1 to " + features
                        + ", and more if the founder of the run has the option features=N");
            }
            before = (int) index;
            columns[i] = before - 1;
            values[i] = (float) value;
        }
        return new SparseRows.Row(columns, values, 0);
    }
}
