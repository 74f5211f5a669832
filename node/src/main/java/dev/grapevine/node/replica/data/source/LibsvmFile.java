package dev.grapevine.node.replica.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.grapevine.node.replica.data.rows.SparseRows;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/**
 * Reader of LIBSVM's text format: one line per row, first the label, then {@code INDEX:VALUE} for each nonzero feature,
 * with ascending indices from 1. What follows a {@code #} is a comment.
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

    /**
     * The form of a file, as its user says.
     *
     * @param first      the index of the first feature: 1, or 0
     * @param dropGroups whether {@code qid:N}, the group of a row for ranking, is skipped; otherwise it is a mistake
     */
    record Form(int first, boolean dropGroups) {}

    private static final String GROUP = "qid:";

    private final DataFile file;
    private final Form form;
    private final int features;

    private LibsvmFile(DataFile file, Form form, int features) {
        this.file = file;
        this.form = form;
        this.features = features;
    }

    /**
     * Visits all rows.
     *
     * @param features the largest number of features
     */
    static void forEach(DataFile file, Form form, int features, Visitor visitor) {
        LibsvmFile reader = new LibsvmFile(file, form, features);
        try (BufferedReader input = new BufferedReader(
                new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            long number = 0;
            long line = 1;
            for (String text = input.readLine(); text != null; text = input.readLine()) {
                String row = text.replaceFirst("#.*", "").strip();
                if (!row.isEmpty()) {
                    String[] words = reader.withoutGroup(row.split("\\s+"), line);
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

    private String[] withoutGroup(String[] words, long line) {
        if (words.length < 2 || !words[1].startsWith(GROUP)) {
            return words;
        }
        if (!form.dropGroups()) {
            throw file.mistake(line, Quotes.quote(words[1])
                    + " is a group of rows for ranking, which is not learned: allowed are labels and features, or the"
                    + " option qid=drop to skip groups");
        }
        return Stream.concat(Stream.of(words[0]), Arrays.stream(words).skip(2)).toArray(String[]::new);
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
        int before = form.first() - 1;
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
            if (index == 0 && form.first() == 1 && i == 0) {
                throw file.mistake(line, "the index of " + Quotes.quote(word)
                        + " is 0: allowed are ascending indices from 1, or from 0 with the option first=0");
            }
            int last = features - 1 + form.first();
            if (index <= before || index > last) {
                throw file.mistake(line, "the index of " + Quotes.quote(word) + " follows " + before
                        + ": allowed are ascending indices from " + form.first() + " to " + last
                        + ", and more if the founder of the run has the option features=N");
            }
            before = (int) index;
            columns[i] = before - form.first();
            values[i] = (float) value;
        }
        return new SparseRows.Row(columns, values, 0);
    }
}
