package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits the notices that strangers cause: a few at once, then one a minute, which says how many were left out. Not
 * thread-safe.
 */
final class NoticeLimit {

    /** Burst: enough for a user who makes a few mistakes in a row. */
    static final int AT_ONCE = 5;
    /** Rate after the burst: visible, without hiding other notices. */
    static final Duration ONE_EVERY = Duration.ofMinutes(1);

    private int allowed = AT_ONCE;
    private Duration counted = Duration.ZERO;
    private long leftOut;

    /**
     * The sentence, if it may be shown now.
     *
     * @param now time, not before that of the last call
     */
    Optional<String> say(Duration now, String sentence) {
        long earned = now.minus(counted).dividedBy(ONE_EVERY);
        allowed = (int) Math.min(AT_ONCE, allowed + earned);
        counted = counted.plus(ONE_EVERY.multipliedBy(earned));
        if (allowed == 0) {
            leftOut++;
            return Optional.empty();
        }
        allowed--;
        String said = leftOut == 0 ? sentence : sentence + " (" + leftOut + " such notices were left out before)";
        leftOut = 0;
        return Optional.of(said);
    }
}
