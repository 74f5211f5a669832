package dev.grapevine.gossip.pace;

import java.time.Duration;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Limits the bytes that may be sent now, so that a rate is kept in the long run (the token bucket of J. S. Turner, "New
 * Directions in Communications", 1986).
 *
 * <p>A frame may be sent while the balance is positive, and may leave a debt. So within any time <em>t</em> at most
 * rate · (<em>t</em> + {@link #BURST}) and one frame are sent. A pure machine in whole numbers; not for several threads
 * at once.
 */
public final class TokenBucket {

    /** The balance that can be saved while nothing is sent, as a duration of the rate. */
    public static final Duration BURST = Duration.ofMillis(250);

    /** Higher rates would overflow. */
    public static final long BYTES_PER_SECOND_MAX = 10_000_000_000L;

    private static final long NANOS = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long fullNanobytes;
    private long nanobytes;
    private long lastNanos;

    /**
     * A full bucket.
     *
     * @param bytesPerSecond the rate, from 1 to {@link #BYTES_PER_SECOND_MAX}
     */
    public TokenBucket(long bytesPerSecond) {
        if (bytesPerSecond < 1 || bytesPerSecond > BYTES_PER_SECOND_MAX) {
            throw new IllegalArgumentException(
                    "A rate of " + bytesPerSecond + " bytes a second: allowed are 1 to " + BYTES_PER_SECOND_MAX);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.fullNanobytes = bytesPerSecond * BURST.toNanos();
        this.nanobytes = fullNanobytes;
    }

    /** Bytes that may be sent now: at most those of a burst, negative while there is a debt; rounded down. */
    public long balance(Duration now) {
        refill(now);
        return Math.floorDiv(nanobytes, NANOS);
    }

    /** Whether a frame, however long, may be sent now. */
    public boolean isOpen(Duration now) {
        refill(now);
        return nanobytes > 0;
    }

    /** A frame was sent. */
    public void take(long bytes) {
        nanobytes = Math.subtractExact(nanobytes, Math.multiplyExact(bytes, NANOS));
    }

    /** The time until a frame may be sent. */
    public Duration untilOpen(Duration now) {
        refill(now);
        return nanobytes > 0 ? Duration.ZERO : Duration.ofNanos(-nanobytes / bytesPerSecond + 1);
    }

    /** The time that this many bytes take at the rate. */
    public Duration timeFor(long bytes) {
        return Duration.ofNanos(Math.multiplyExact(bytes, NANOS) / bytesPerSecond);
    }

    private void refill(Duration now) {
        long elapsed = now.toNanos() - lastNanos;
        lastNanos = now.toNanos();
        long untilFull = (fullNanobytes - nanobytes) / bytesPerSecond;
        nanobytes = elapsed > untilFull ? fullNanobytes : nanobytes + elapsed * bytesPerSecond;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putLong(nanobytes);
        out.putLong(lastNanos);
    }

    /** Goes on where another bucket of the same rate stood. */
    public void restore(StateReader in) {
        nanobytes = in.getLong();
        lastNanos = in.getLong();
    }
}
