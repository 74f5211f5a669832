package dev.grapevine.node.run;

import java.time.Duration;
import java.util.OptionalInt;

import dev.grapevine.node.words.Quantities;

/**
 * Frequency and data of evaluations.
 *
 * @param every   time between two evaluations
 * @param holdout whether on a part of the node's own rows instead of the shared test set
 * @param nodes   maximum number of nodes that a simulation evaluates; empty: all
 */
public record Evaluation(Duration every, boolean holdout, OptionalInt nodes) {

    public static final String ALLOWED = "every=DURATION, on=test|holdout and nodes=N, joined with commas";

    private static final Duration DEFAULT_EVERY = Duration.ofSeconds(2);

    /** Parses for example {@code every=5s,on=test}. */
    public static Evaluation parse(String text) {
        Duration every = DEFAULT_EVERY;
        boolean holdout = false;
        OptionalInt nodes = OptionalInt.empty();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            String value = pair.length < 2 ? "" : pair[1].strip();
            switch (pair[0].strip()) {
                case "every" -> every = Quantities.duration(value);
                case "on" -> holdout = switch (value) {
                    case "holdout" -> true;
                    case "test" -> false;
                    default -> throw new IllegalArgumentException(text);
                };
                case "nodes" -> nodes = OptionalInt.of(Quantities.wholeNumber(value, 1, RunOptions.MAX_NODES));
                default -> throw new IllegalArgumentException(text);
            }
        }
        if (!every.isPositive()) {
            throw new IllegalArgumentException(text);
        }
        return new Evaluation(every, holdout, nodes);
    }
}
