package dev.grapevine.node.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus's text format, version 0.0.4, and accepts less than Prometheus does: each family once, with HELP, then TYPE,
 * then its samples, which have labels in sound escapes, a number, and no time.
 */
final class MetricsReader {

    /** The metrics of a text: types by family, and values by sample, which is a name and its labels in their order. */
    record Metrics(Map<String, String> types, Map<String, String> helps, Map<Sample, Double> samples) {

        /** The value without labels. */
        double value(String name) {
            return samples.get(new Sample(name, Map.of()));
        }
    }

    record Sample(String name, Map<String, String> labels) {}

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (\\S+) (.+)", Pattern.DOTALL);
    private static final Pattern SAMPLE = Pattern.compile("([^\\s{]+)(?:\\{(.*)})? (\\S+)", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern
            .compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\"\\\\n])*)\"(,|\\z)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|[+-]Inf");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Map<Sample, Double> samples = new LinkedHashMap<>();
    private String family = "";

    private MetricsReader() {}

    static Metrics read(byte[] text) {
        MetricsReader reader = new MetricsReader();
        String lines = utf8(text);
        demand(lines.endsWith("\n"), "the last line has no end");
        // Other line ends are letters like any other.
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            reader.line(line);
        }
        demand(reader.types.keySet().equals(reader.helps.keySet()), "a family has no TYPE");
        return new Metrics(reader.types, reader.helps, reader.samples);
    }

    private static String utf8(byte[] text) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("This is no UTF-8", e);
        }
    }

    private void line(String line) {
        Matcher head = HEAD.matcher(line);
        if (!head.matches()) {
            demand(!line.startsWith("#"), line);
            sample(line);
        } else if (head.group(1).equals("HELP")) {
            family = head.group(2);
            demand(NAME.matcher(family).matches() && helps.put(family, head.group(3)) == null, line);
        } else {
            demand(head.group(2).equals(family) && head.group(3).matches("counter|gauge")
                    && types.put(family, head.group(3)) == null, line);
            demand(family.endsWith("_total") == head.group(3).equals("counter"), line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        demand(sample.matches() && sample.group(1).equals(family) && types.containsKey(family), line);
        demand(NUMBER.matcher(sample.group(3)).matches(), line);
        Sample read = new Sample(family, sample.group(2) == null ? Map.of() : labels(sample.group(2)));
        demand(samples.put(read, Double.valueOf(sample.group(3).replace("Inf", "Infinity"))) == null, line);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            demand(label.find(end) && label.start() == end && !label.group(1).startsWith("__"), text);
            demand(labels.put(label.group(1), plain(label.group(2))) == null, text);
            end = label.end();
        }
        return labels;
    }

    private static String plain(String escaped) {
        return Pattern.compile("\\\\(.)").matcher(escaped)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).replace('n', '\n')));
    }

    private static void demand(boolean isSo, String line) {
        if (!isSo) {
            throw new AssertionError("Not in Prometheus's text format: " + line);
        }
    }
}
