package dev.grapevine.gossip.parameters;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.gossip.peers.Overlays;

/**
 * Text format of values of one kind. Reading the written text gives exactly the same value.
 *
 * @param read throws {@link IllegalArgumentException} if the text is not such a value
 */
public record TextFormat<T>(Function<T, String> write, Function<String, T> read) {

    static final TextFormat<Integer> NUMBER = new TextFormat<>(String::valueOf, Integer::valueOf);

    static final TextFormat<Float> FRACTION = new TextFormat<>(String::valueOf, Float::valueOf);

    /** Such as {@code 500 ms}, in the largest unit that gives a whole number. */
    static final TextFormat<Duration> DURATION = new TextFormat<>(TextFormat::write, TextFormat::readDuration);

    static final TextFormat<Overlay> OVERLAY = new TextFormat<>(Overlay::name, Overlays::byName);

    /** {@code rounds}, {@code tokens} or {@code tokens:A,C}. */
    static final TextFormat<Optional<TokenAccount.Strategy>> FLOW = new TextFormat<>(
            tokens -> tokens.map(strategy -> "tokens:" + strategy.target() + "," + strategy.capacity())
                    .orElse("rounds"),
            TextFormat::readFlow);

    static final TextFormat<Staleness> STALENESS = new TextFormat<>(
            staleness -> numberOr("any", Staleness.IGNORED).write.apply(staleness.tolerated()),
            text -> new Staleness(numberOr("any", Staleness.IGNORED).read.apply(text)));

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    /** The format of a whole number, with a name for one of them. */
    static TextFormat<Integer> numberOr(String word, int meant) {
        return new TextFormat<>(value -> value == meant ? word : String.valueOf(value),
                text -> text.equals(word) ? meant : Integer.parseInt(text));
    }

    /** The same for long numbers. */
    static TextFormat<Long> longOr(String word, long meant) {
        return new TextFormat<>(value -> value == meant ? word : String.valueOf(value),
                text -> text.equals(word) ? meant : Long.parseLong(text));
    }

    private static String write(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0";
        }
        if (nanos % NANOS_PER_SECOND == 0) {
            return nanos / NANOS_PER_SECOND + " s";
        }
        return nanos % NANOS_PER_MILLISECOND == 0 ? nanos / NANOS_PER_MILLISECOND + " ms" : nanos + " ns";
    }

    private static Duration readDuration(String text) {
        String[] parts = text.split(" ", 2);
        long number = Long.parseLong(parts[0]);
        return switch (parts.length < 2 ? "" : parts[1]) {
            case "s" -> Duration.ofSeconds(number);
            case "ms" -> Duration.ofMillis(number);
            case "ns" -> Duration.ofNanos(number);
            case "" -> number == 0 ? Duration.ZERO : noDuration(text);
            default -> noDuration(text);
        };
    }

    private static Duration noDuration(String text) {
        throw new IllegalArgumentException("'" + text + "' is not a duration");
    }

    private static Optional<TokenAccount.Strategy> readFlow(String text) {
        return switch (text) {
            case "rounds" -> Optional.empty();
            case "tokens" -> Optional.of(TokenAccount.Strategy.DEFAULT);
            default -> {
                String[] numbers = text.startsWith("tokens:")
                        ? text.substring("tokens:".length()).split(",")
                        : new String[0];
                if (numbers.length != 2) {
                    throw new IllegalArgumentException("'" + text + "' is not a flow");
                }
                yield Optional
                        .of(new TokenAccount.Strategy(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
            }
        };
    }
}
