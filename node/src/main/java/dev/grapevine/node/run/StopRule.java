package dev.grapevine.node.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import dev.grapevine.node.words.Quantities;

/**
 * Stop conditions of a run: the first one that holds ends it.
 *
 * @param after    time since the start
 * @param rounds   rounds of every node
 * @param accuracy mean accuracy over the nodes
 * @param serve    whether nodes keep answering afterwards, without training
 */
public record StopRule(Optional<Duration> after, OptionalLong rounds, OptionalDouble accuracy, boolean serve) {

    public static final String ALLOWED = "after=DURATION, rounds=N, accuracy=X, joined with commas, and then=serve|exit";

    /** Parses for example {@code after=10m,accuracy=0.95}. */
    public static StopRule parse(String text) {
        Optional<Duration> after = Optional.empty();
        OptionalLong rounds = OptionalLong.empty();
        OptionalDouble accuracy = OptionalDouble.empty();
        boolean serve = false;
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            String value = pair.length < 2 ? "" : pair[1].strip();
            switch (pair[0].strip()) {
                case "after" -> after = Optional.of(Quantities.duration(value));
                case "rounds" -> rounds = OptionalLong.of(Quantities.wholeNumber(value, 1, Integer.MAX_VALUE));
                case "accuracy" -> accuracy = OptionalDouble.of(Quantities.number(value, -1e9, 1));
                case "then" -> serve = switch (value) {
                    case "serve" -> true;
                    case "exit" -> false;
                    default -> throw new IllegalArgumentException(text);
                };
                default -> throw new IllegalArgumentException(text);
            }
        }
        return new StopRule(after, rounds, accuracy, serve);
    }

    /** Whether no condition ends the run. */
    public boolean isEndless() {
        return after.isEmpty() && rounds.isEmpty() && accuracy.isEmpty();
    }

    /**
     * Whether a condition holds.
     *
     * @param elapsed      since the start
     * @param minRounds  of the slowest node
     * @param meanAccuracy over the nodes; NaN while unknown
     */
    public boolean holds(Duration elapsed, long minRounds, double meanAccuracy) {
        return after.filter(limit -> elapsed.compareTo(limit) >= 0).isPresent()
                || rounds.isPresent() && minRounds >= rounds.getAsLong()
                || accuracy.isPresent() && meanAccuracy >= accuracy.getAsDouble();
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        after.ifPresent(limit -> parts.add("after=" + Quantities.show(limit)));
        rounds.ifPresent(limit -> parts.add("rounds=" + limit));
        accuracy.ifPresent(limit -> parts.add("accuracy=" + limit));
        return String.join(",", parts) + (serve ? ",then=serve" : "");
    }
}
