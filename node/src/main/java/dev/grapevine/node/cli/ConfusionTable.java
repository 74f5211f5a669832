package dev.grapevine.node.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.grapevine.node.replica.report.ConfusionMatrix;

/** Confusion matrix as text: the whole matrix for few classes, else the most frequent confusions. */
public final class ConfusionTable {

    private static final int MAX_CLASSES = 12;
    private static final int MAX_CONFUSIONS = 10;
    private static final int MAX_LETTERS = 12;

    private ConfusionTable() {}

    /** @param names of the classes, in the order of their numbers */
    public static List<String> of(ConfusionMatrix matrix, List<String> names) {
        List<String> shown = names.stream().map(ConfusionTable::shown).toList();
        return matrix.classes() <= MAX_CLASSES ? table(matrix, shown) : confusions(matrix, shown);
    }

    private static List<String> table(ConfusionMatrix matrix, List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add("Confusions (rows: actual class, columns: predicted class):");
        int first = names.stream().mapToInt(String::length).max().orElse(0);
        int[] widths = new int[matrix.classes()];
        StringBuilder head = new StringBuilder("  " + " ".repeat(first));
        for (int column = 0; column < widths.length; column++) {
            widths[column] = names.get(column).length();
            for (int row = 0; row < matrix.classes(); row++) {
                widths[column] = Math.max(widths[column], String.valueOf(matrix.count(row, column)).length());
            }
            head.append("  ").append(alignRight(names.get(column), widths[column]));
        }
        lines.add(head + "    right");
        for (int row = 0; row < matrix.classes(); row++) {
            StringBuilder line = new StringBuilder("  " + alignRight(names.get(row), first));
            for (int column = 0; column < widths.length; column++) {
                long count = matrix.count(row, column);
                line.append("  ").append(alignRight(count == 0 ? "·" : String.valueOf(count), widths[column]));
            }
            double recall = matrix.recall(row);
            lines.add(line + (Double.isNaN(recall)
                    ? "        –"
                    : String.format(Locale.ROOT, "  %5.1f %%",
                            100 * recall)));
        }
        return lines;
    }

    private static List<String> confusions(ConfusionMatrix matrix, List<String> names) {
        List<ConfusionMatrix.Confusion> max = matrix.mostFrequent(MAX_CONFUSIONS);
        if (max.isEmpty()) {
            return List.of("No class was confused with another");
        }
        int width = String.valueOf(max.getFirst().count()).length();
        List<String> lines = new ArrayList<>();
        lines.add("Most frequent confusions:");
        for (ConfusionMatrix.Confusion confusion : max) {
            lines.add("  " + alignRight(String.valueOf(confusion.count()), width) + " times "
                    + names.get(confusion.actual())
                    + " taken for " + names.get(confusion.predicted()));
        }
        return lines;
    }

    /** The names of some classes are single blanks or line ends. */
    private static String shown(String name) {
        String visible = name.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
        String cut = visible.length() > MAX_LETTERS ? visible.substring(0, MAX_LETTERS - 1) + "…" : visible;
        return cut.isBlank() ? "'" + cut + "'" : cut;
    }

    private static String alignRight(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
