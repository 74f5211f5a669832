package dev.grapevine.node.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong tokens of each client. Beyond a number a minute, further ones are not worth an answer. The right token is not
 * refused for them: nobody guesses 256 bits, but somebody behind the same address could lock the owner out. Bounded; the client
 * that was seen first is forgotten first. For one event loop.
 */
final class WrongTokens {

    static final int MAX_A_MINUTE = 10;
    static final int MAX_CLIENTS = 256;
    static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * Wrong tokens of a client.
     *
     * @param since when the first of them came
     */
    private record Count(Duration since, int wrong) {}

    private final Map<String, Count> counts = new LinkedHashMap<>();

    /**
     * A client has shown a wrong token.
     *
     * @param now on a clock that never goes back
     * @return whether it has shown too many
     */
    boolean isTooMany(String client, Duration now) {
        Count before = counts.get(client);
        boolean isOver = before == null || now.minus(before.since()).compareTo(MINUTE) >= 0;
        Count count = isOver
                ? new Count(now, 1)
                : new Count(before.since(), Math.min(before.wrong(), MAX_A_MINUTE) + 1);
        if (isOver) {
            counts.remove(client);
            if (counts.size() == MAX_CLIENTS) {
                counts.remove(counts.keySet().iterator().next());
            }
        }
        counts.put(client, count);
        return count.wrong() > MAX_A_MINUTE;
    }

    int clients() {
        return counts.size();
    }
}
