package dev.grapevine.testbed.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.grapevine.node.words.UserMistakeException;

/**
 * A page of tables of results, in Markdown. Each table says which command gave it, with which seed, on which commit,
 * processor and day, and keeps in a comment the fingerprint of the sources that it was measured on: a table of other sources
 * than the present ones is marked as such.
 *
 * @param tables in the order of the page
 */
public record ResultsPage(List<Table> tables) {

    /** The command that writes the page, and marks it. */
    public static final String COMMAND = "./grapevine bench --markdown";

    private static final String HEAD = """
            # Results

            Written by `%s` from what `./grapevine bench` has measured. Rates are work per second that a
            thread had a core; a row is void where the machine gave more than a tenth of the time to other programs. A table
            whose code has been changed since says so. [BENCHMARKS.md](BENCHMARKS.md) says how to measure, and has
            more tables.
            """
            .formatted(COMMAND);
    private static final String END = "<!-- end of the table -->";
    private static final Pattern BEGIN = Pattern
            .compile("<!-- table of ([a-z-]+), sources ([0-9a-f]+), measured ([^ ,]+), commit ([^>]*?) -->");
    private static final String MARK = "**Measured on earlier code, commit %s.**";
    private static final String TABLE_LINE = "|";

    /**
     * One table.
     *
     * @param benchmark  its name
     * @param sources    the fingerprint of what was measured
     * @param date       of its latest row
     * @param commit     in words
     * @param isMarked   whether it says that the code has been changed since
     * @param lines      all others, without blank ones around them
     */
    record Table(String benchmark, String sources, Instant date, String commit, boolean isMarked, List<String> lines) {

        private Table marked(boolean isOld) {
            return new Table(benchmark, sources, date, commit, isOld, lines);
        }
    }

    /** A page of those results that say where they come from, in their order; others are left out. */
    static ResultsPage of(List<Measurement> results) {
        Map<List<String>, List<Measurement>> groups = results.stream().filter(each -> each.provenance().isPresent())
                .collect(Collectors.groupingBy(ResultsPage::group, LinkedHashMap::new, Collectors.toList()));
        return new ResultsPage(groups.values().stream().map(ResultsPage::table).toList());
    }

    /** Rows of a table have these in common. */
    private static List<String> group(Measurement result) {
        Provenance where = result.provenance().orElseThrow();
        return List.of(result.name(), where.sources(), where.commit(), where.processor(), String.valueOf(where.seed()));
    }

    private static Table table(List<Measurement> rows) {
        List<Provenance> all = rows.stream().map(row -> row.provenance().orElseThrow()).toList();
        Provenance first = all.getFirst();
        Instant latest = all.stream().map(Provenance::date).max(Comparator.naturalOrder()).orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add(words(all, where -> "`" + where.command() + "`") + "; seed " + first.seed() + "; commit "
                + first.commit() + "; " + first.processor() + "; "
                + words(all, where -> where.date().atZone(ZoneOffset.UTC).toLocalDate().toString()));
        lines.add("");
        lines.addAll(cells(rows));
        List<String> foot = MeasurementTable.foot(rows);
        if (!foot.isEmpty()) {
            lines.add("");
            foot.forEach(line -> lines.add("- " + line));
        }
        return new Table(rows.getFirst().name(), first.sources(), latest, first.commit(), false, List.copyOf(lines));
    }

    private static String words(List<Provenance> all, Function<Provenance, String> word) {
        return all.stream().map(word).distinct().collect(Collectors.joining(", "));
    }

    private static List<String> cells(List<Measurement> rows) {
        Set<String> parameters = new LinkedHashSet<>();
        rows.forEach(row -> parameters.addAll(row.parameters().keySet()));
        boolean hasYardstick = rows.stream().anyMatch(row -> row.program().isPresent());
        Set<String> columns = MeasurementTable.columns(rows);
        List<String> header = new ArrayList<>(parameters);
        header.addAll(List.of("value", "unit"));
        header.addAll(hasYardstick ? List.of("yardstick", "ratio") : List.of());
        header.addAll(columns);
        List<String> lines = new ArrayList<>();
        lines.add(line(header));
        lines.add(line(header.stream().map(name -> "---").toList()));
        for (Measurement row : rows) {
            List<String> cells = new ArrayList<>();
            parameters.forEach(name -> cells.add(row.parameters().getOrDefault(name, "")));
            cells.add(row.reason().isPresent() ? "void" : MeasurementTable.number(row.value()));
            cells.add(row.unit());
            if (hasYardstick) {
                cells.add(MeasurementTable.number(row.yardstick()));
                cells.add(row.ratio().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", row.ratio().getAsDouble())
                        : "");
            }
            columns.forEach(name -> cells.add(row.columns().getOrDefault(name, "")));
            lines.add(line(cells));
        }
        return lines;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace(TABLE_LINE, "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /**
     * The reverse of {@link #text}. Text outside the marks of tables is not kept.
     *
     * @throws UserMistakeException if a table has no end, or its comment no date
     */
    static ResultsPage parse(String text) {
        List<Table> tables = new ArrayList<>();
        Matcher begin = null;
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher found = BEGIN.matcher(line);
            if (found.matches()) {
                checkEnded(begin);
                begin = found;
                lines.clear();
            } else if (line.equals(END) && begin != null) {
                tables.add(parsed(begin, lines));
                begin = null;
            } else {
                lines.add(line);
            }
        }
        checkEnded(begin);
        return new ResultsPage(tables);
    }

    private static void checkEnded(Matcher begin) {
        if (begin != null) {
            throw new UserMistakeException("A table of " + begin.group(1) + " has no end: allowed is '" + END
                    + "' behind each table");
        }
    }

    private static Table parsed(Matcher begin, List<String> lines) {
        String mark = MARK.formatted(begin.group(4));
        String rest = lines.stream().filter(line -> !line.equals(mark)).collect(Collectors.joining("\n")).strip();
        try {
            return new Table(begin.group(1), begin.group(2), Instant.parse(begin.group(3)), begin.group(4),
                    lines.contains(mark), rest.lines().toList());
        } catch (DateTimeParseException e) {
            throw new UserMistakeException("A table of " + begin.group(1) + " was measured '" + begin.group(3)
                    + "': allowed is a date with time", e);
        }
    }

    /** This page with the tables of newer results in the place of its own of the same benchmarks. */
    ResultsPage with(ResultsPage other) {
        List<Table> all = new ArrayList<>();
        for (Benchmark benchmark : Benchmarks.registered()) {
            List<Table> own = of(benchmark);
            List<Table> others = other.of(benchmark);
            all.addAll(latest(others).compareTo(latest(own)) >= 0 ? others : own);
        }
        return new ResultsPage(all);
    }

    private List<Table> of(Benchmark benchmark) {
        return tables.stream().filter(table -> table.benchmark().equals(benchmark.name())).toList();
    }

    private static Instant latest(List<Table> tables) {
        return tables.stream().map(Table::date).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    }

    /**
     * This page with its marks as they should be.
     *
     * @param present the fingerprint of a benchmark's sources as they are now; empty for one that there is no more
     */
    ResultsPage marked(Function<String, Optional<String>> present) {
        return new ResultsPage(tables.stream().map(table -> table.marked(isOld(table, present))).toList());
    }

    private static boolean isOld(Table table, Function<String, Optional<String>> present) {
        return present.apply(table.benchmark()).filter(table.sources()::equals).isEmpty();
    }

    /** The present fingerprints, as {@link #marked} and {@link #complaints} want them. */
    static Function<String, Optional<String>> fingerprints(Sources sources) {
        return name -> Benchmarks.registered().stream().filter(benchmark -> benchmark.name().equals(name)).findFirst()
                .map(benchmark -> sources.fingerprint(benchmark.sources()));
    }

    /** The page as text, with a heading for each benchmark. */
    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        String heading = "";
        for (Table table : tables) {
            if (!table.benchmark().equals(heading)) {
                heading = table.benchmark();
                text.append("\n## bench ").append(heading).append('\n');
            }
            text.append("\n<!-- table of %s, sources %s, measured %s, commit %s -->\n\n".formatted(table.benchmark(),
                    table.sources(), table.date(), table.commit()));
            text.append(table.isMarked() ? MARK.formatted(table.commit()) + "\n\n" : "");
            table.lines().forEach(line -> text.append(line).append('\n'));
            text.append('\n').append(END).append('\n');
        }
        return text.toString();
    }

    /**
     * The claims of a page without ground: tables of other sources than the present ones that do not say so, and lines of
     * tables that say nothing of their sources.
     *
     * @return sentences
     */
    static List<String> complaints(String text, Function<String, Optional<String>> present) {
        List<String> complaints = new ArrayList<>();
        for (Table table : parse(text).tables()) {
            if (isOld(table, present) && !table.isMarked()) {
                complaints.add("The table of " + table.benchmark() + " of commit " + table.commit()
                        + " was measured on other sources than the present ones and does not say so: '" + COMMAND
                        + "' marks it");
            }
        }
        boolean isWithin = false;
        for (String line : text.lines().toList()) {
            isWithin = BEGIN.matcher(line).matches() || isWithin && !line.equals(END);
            if (!isWithin && line.startsWith(TABLE_LINE)) {
                complaints.add("The line '" + line + "' is of no table that says what it was measured on: '" + COMMAND
                        + "' leaves it out");
            }
        }
        return complaints;
    }
}
