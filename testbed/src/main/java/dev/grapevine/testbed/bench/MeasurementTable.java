package dev.grapevine.testbed.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Measurements as lines of text: one table for each benchmark, with a column for each parameter. */
public final class MeasurementTable {

    private MeasurementTable() {}

    /** The lines of the tables, in the order in which benchmarks first appear. */
    public static List<String> lines(List<Measurement> measurements) {
        List<String> lines = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        measurements.forEach(measurement -> names.add(measurement.name()));
        for (String name : names) {
            lines.addAll(table(name, measurements.stream().filter(each -> each.name().equals(name)).toList()));
        }
        return lines;
    }

    private static List<String> table(String name, List<Measurement> measurements) {
        Set<String> parameters = new LinkedHashSet<>();
        measurements.forEach(measurement -> parameters.addAll(measurement.parameters().keySet()));
        List<List<String>> cells = new ArrayList<>();
        List<String> header = new ArrayList<>(parameters);
        header.addAll(List.of("value", "unit", "yardstick", "ratio"));
        Set<String> more = columns(measurements);
        header.addAll(more);
        cells.add(header);
        for (Measurement measurement : measurements) {
            List<String> row = new ArrayList<>();
            parameters.forEach(parameter -> row.add(measurement.parameters().getOrDefault(parameter, "")));
            row.add(number(measurement.value()));
            row.add(measurement.unit());
            row.add(number(measurement.yardstick()));
            row.add(measurement.ratio().isPresent()
                    ? String.format(Locale.ROOT, "%.2f", measurement.ratio().getAsDouble())
                    : "");
            more.forEach(column -> row.add(measurement.columns().getOrDefault(column, "")));
            cells.add(row);
        }
        List<String> lines = new ArrayList<>();
        lines.add(name);
        cells.forEach(row -> lines.add("  " + aligned(row, cells, parameters.size())));
        foot(measurements).forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** The columns beside values that some measurements have. */
    static Set<String> columns(List<Measurement> measurements) {
        Set<String> columns = new LinkedHashSet<>();
        measurements.forEach(measurement -> columns.addAll(measurement.columns().keySet()));
        return columns;
    }

    /** The lines below the table: the settings of yardsticks, and the rows that were not measured and why. */
    static List<String> foot(List<Measurement> measurements) {
        Set<String> lines = new LinkedHashSet<>();
        measurements.forEach(each -> each.program().ifPresent(program -> lines.add("Yardstick: " + program)));
        measurements.forEach(each -> each.reason().ifPresent(
                reason -> lines.add("Not measured: " + String.join(", ", each.parameters().values()) + ": " + reason)));
        return List.copyOf(lines);
    }

    private static String aligned(List<String> row, List<List<String>> all, int words) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int place = column;
            int width = all.stream().mapToInt(each -> each.get(place).length()).max().orElse(0);
            String padding = " ".repeat(width - row.get(column).length());
            boolean isWord = column < words || column == words + 1;
            line.append(isWord ? row.get(column) + padding : padding + row.get(column)).append("  ");
        }
        return line.toString().stripTrailing();
    }

    /** Four significant digits or all before the point. */
    static String number(OptionalDouble number) {
        if (number.isEmpty()) {
            return "";
        }
        double value = number.getAsDouble();
        int decimals = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
