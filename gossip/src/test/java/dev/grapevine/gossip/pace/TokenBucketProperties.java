package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.snapshot.Saved;

/** A sender that asks the bucket first keeps the rate, and loses nothing of it by the given wait. */
class TokenBucketProperties {

    private record Sent(Duration at, long bytes) {}

    @Property(tries = 200)
    void anyWindowStaysWithinRateBurstAndOneFrame(@ForAll @LongRange(min = 1, max = 50_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 1 << 20) int longest, @ForAll long seed) {
        List<Sent> sent = new ArrayList<>();
        TokenBucket bucket = new TokenBucket(rate);
        RandomStream random = new RandomStream(seed);
        Duration now = Duration.ZERO;
        for (int i = 0; i < 300; i++) {
            if (bucket.isOpen(now)) {
                long bytes = 1 + random.nextInt(longest);
                bucket.take(bytes);
                sent.add(new Sent(now, bytes));
            }
            // Sometimes long before, sometimes long after the bucket opens.
            now = now.plusNanos((long) (random.nextDouble() * 3 * (1 + bucket.untilOpen(now).toNanos())));
        }
        assertThat(violation(sent, rate, longest)).isZero();
    }

    /** The excess of the fullest window. */
    private static double violation(List<Sent> sent, long rate, long longest) {
        double worst = 0;
        for (int from = 0; from < sent.size(); from++) {
            double bytes = 0;
            for (int to = from; to < sent.size(); to++) {
                bytes += sent.get(to).bytes;
                double seconds = sent.get(to).at.minus(sent.get(from).at).plus(TokenBucket.BURST).toNanos() / 1e9;
                worst = Math.max(worst, bytes - rate * seconds - longest - 1);
            }
        }
        return worst;
    }

    /** The check can fail: a sender that does not ask is found. */
    @Example
    void sendingWithoutAskingIsFound() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(new Sent(Duration.ofMillis(i), 1000));
        }
        assertThat(violation(sent, 10_000, 1000)).isPositive();
    }

    @Property(tries = 200)
    void bucketIsOpenAfterTheGivenWait(
            @ForAll @LongRange(min = 1, max = TokenBucket.BYTES_PER_SECOND_MAX) long rate,
            @ForAll @IntRange(min = 1, max = 1 << 20) int longest, @ForAll long seed) {
        TokenBucket bucket = new TokenBucket(rate);
        RandomStream random = new RandomStream(seed);
        Duration now = Duration.ZERO;
        long total = 0;
        for (int i = 0; i < 300; i++) {
            Duration wait = bucket.untilOpen(now);
            if (wait.isPositive()) {
                assertThat(bucket.isOpen(now.plus(wait).minusNanos(2))).isFalse();
                now = now.plus(wait);
            }
            assertThat(bucket.isOpen(now)).isTrue();
            long bytes = 1 + random.nextInt(longest);
            bucket.take(bytes);
            total += bytes;
        }
        double seconds = now.toNanos() / 1e9;
        assertThat((double) total).isGreaterThanOrEqualTo(rate * seconds * (1 - 1e-6) - 1);
    }

    @Example
    void pauseSavesAtMostABurst() {
        TokenBucket bucket = new TokenBucket(1000);
        assertThat(bucket.balance(Duration.ZERO)).isEqualTo(250);
        bucket.take(300);
        assertThat(bucket.balance(Duration.ZERO)).isEqualTo(-50);
        assertThat(bucket.untilOpen(Duration.ZERO)).isEqualTo(Duration.ofMillis(50).plusNanos(1));
        assertThat(bucket.balance(Duration.ofMillis(150))).isEqualTo(100);
        assertThat(bucket.balance(Duration.ofDays(30_000))).isEqualTo(250);
        assertThat(bucket.timeFor(500)).isEqualTo(Duration.ofMillis(500));
    }

    @Example
    void restoredBucketGoesOn() {
        TokenBucket bucket = new TokenBucket(1000);
        bucket.take(700);
        bucket.balance(Duration.ofMillis(10));
        TokenBucket restored = new TokenBucket(1000);
        restored.restore(Saved.by(bucket::save));
        assertThat(restored.untilOpen(Duration.ofMillis(20))).isEqualTo(bucket.untilOpen(Duration.ofMillis(20)))
                .isPositive();
    }

    @Example
    void otherRatesAreRefused() {
        for (long rate : new long[]{0, -1, TokenBucket.BYTES_PER_SECOND_MAX + 1}) {
            assertThatThrownBy(() -> new TokenBucket(rate)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A rate of " + rate + " bytes a second: allowed are 1 to 10000000000");
        }
    }
}
