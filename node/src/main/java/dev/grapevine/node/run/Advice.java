package dev.grapevine.node.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.node.words.UserMistakeException;

/**
 * What a run advises and a node may overrule for itself. It comes from peers, who may have reasons of their own: a value that
 * would keep a node from training, or from talking to others, is taken only from the node's own user.
 */
final class Advice {

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
    private static final long FEWEST_BYTES_PER_SECOND = 1_000;
    private static final long FEWEST_STEPS = 100;

    /** One option that a charter advises. */
    private record Term<T>(Option<T> option, String sane, Predicate<T> isSane) {

        boolean allows(String text) {
            return isSane.test(option.parse(text));
        }
    }

    private static final List<Term<?>> TERMS = List.of(any(RunOptions.OPTIMIZER),
            new Term<>(RunOptions.LEARNING_RATE, "1e-6 to 10", rate -> rate >= 1e-6 && rate <= 10),
            new Term<>(RunOptions.MOMENTUM, "0 to 0.999", momentum -> momentum <= 0.999), any(RunOptions.BETA2),
            new Term<>(RunOptions.WEIGHT_DECAY, "0 to 0.1", decay -> decay <= 0.1),
            new Term<>(RunOptions.SCHEDULE, "constant, and others from " + FEWEST_STEPS + " steps on",
                    Advice::isSane),
            new Term<>(RunOptions.CLIP, "0, and from 0.001 on", norm -> norm == 0 || norm >= 1e-3),
            new Term<>(RunOptions.BATCH, "1 to 4096", rows -> rows <= 4096),
            new Term<>(RunOptions.LOCAL_STEPS, "auto, and 1 to 100000", steps -> steps <= 100_000),
            any(RunOptions.SERVE),
            new Term<>(RunOptions.FANOUT, "1 to 16", exchanges -> exchanges >= 1 && exchanges <= 16),
            new Term<>(RunOptions.INTERVAL, "0 to 10 min", interval -> interval.compareTo(LONGEST_INTERVAL) <= 0),
            any(RunOptions.AHEAD),
            new Term<>(RunOptions.BANDWIDTH_LIMIT, "none, and from 1KB/s on",
                    rate -> rate <= 0 || rate >= FEWEST_BYTES_PER_SECOND),
            any(RunOptions.FLOW), any(RunOptions.STALENESS));

    /** All options that are advice, in the order of a charter's terms. */
    static final List<Option<?>> OPTIONS = TERMS.stream().<Option<?>>map(Term::option).toList();

    private Advice() {}

    private static <T> Term<T> any(Option<T> option) {
        return new Term<>(option, option.allowed(), _ -> true);
    }

    private static boolean isSane(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant _ -> true;
            case Schedule.Stairs stairs -> stairs.every() >= FEWEST_STEPS && stairs.times() >= 0.01;
            case Schedule.Cosine cosine -> cosine.steps() >= FEWEST_STEPS && cosine.warmup() <= cosine.steps() / 2;
        };
    }

    /** Why what a charter says of an option is not taken, as a sentence; empty if it is. */
    static Optional<String> refusal(Option<?> option, String text) {
        Term<?> term = TERMS.stream().filter(known -> known.option().equals(option)).findFirst().orElseThrow();
        try {
            return term.allows(text) ? Optional.empty() : Optional.of(sentence(option, text, term.sane()));
        } catch (UserMistakeException _) {
            return Optional.of(sentence(option, text, term.sane()));
        }
    }

    /** What users are told of advice that is not taken. */
    static String sentence(Option<?> option, String text, String allowed) {
        return "The run advises " + option.name() + "=" + text.substring(0, Math.min(text.length(), 40))
                + ", which is not taken: allowed from others are " + allowed + ", and anything of that option's from "
                + "--" + option.name();
    }
}
