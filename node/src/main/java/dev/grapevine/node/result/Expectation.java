package dev.grapevine.node.result;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Condition on a number in a run's summary.
 *
 * @param name     path in {@code summary.json}, such as {@code accuracy.min}
 * @param operator {@code >=}, {@code <=}, {@code >}, {@code <} or {@code ==}
 */
public record Expectation(String name, String operator, double bound) {

    /** Result of a check. */
    public record Outcome(String name, boolean holds, Double value) {}

    private static final Pattern CONDITION = Pattern.compile("(>=|<=|==|>|<)\\s*(-?[0-9.]+(?:[eE]-?[0-9]+)?)");

    /** Parses a condition such as {@code >= 0.95}. */
    public static Expectation parse(String name, String condition) {
        Matcher matcher = CONDITION.matcher(condition.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(condition);
        }
        return new Expectation(name, matcher.group(1), Double.parseDouble(matcher.group(2)));
    }

    /** Checks the condition on a summary. It fails if the summary lacks the number. */
    public Outcome check(JsonNode summary) {
        JsonNode found = summary;
        for (String step : name.split("\\.")) {
            found = found.path(step);
        }
        if (!found.isNumber()) {
            return new Outcome(name + " " + operator + " " + bound, false, null);
        }
        double value = found.doubleValue();
        boolean holds = switch (operator) {
            case ">=" -> value >= bound;
            case "<=" -> value <= bound;
            case ">" -> value > bound;
            case "<" -> value < bound;
            default -> value == bound;
        };
        return new Outcome(name + " " + operator + " " + bound, holds, value);
    }
}
