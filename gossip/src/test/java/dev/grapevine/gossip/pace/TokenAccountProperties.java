package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.pace.TokenAccount.Strategy;
import dev.grapevine.gossip.snapshot.Saved;

/** No account is ever overdrawn or over its capacity, and no node starts more than it has earned and saved. */
class TokenAccountProperties {

    @Provide
    Arbitrary<Strategy> strategies() {
        return Arbitraries.integers().between(1, 40).flatMap(
                target -> Arbitraries.integers().between(target, 80).map(capacity -> new Strategy(target, capacity)));
    }

    /** Exchanges started in each period. */
    private static List<Integer> starts(TokenAccount account, RandomStream random, double news, double failures,
            int periods, int capacity) {
        List<Integer> starts = new ArrayList<>();
        for (int period = 0; period < periods; period++) {
            int started = account.earn(random) ? 1 : 0;
            while (random.nextBoolean(news)) {
                started += account.react(random.nextBoolean(0.7), random);
                assertThat(account.tokens()).isBetween(0, capacity);
            }
            int failed = 0;
            for (int i = 0; i < started; i++) {
                failed += random.nextBoolean(failures) ? 1 : 0;
            }
            account.giveBack(failed);
            assertThat(account.tokens()).isBetween(0, capacity);
            starts.add(started - failed);
        }
        return starts;
    }

    /** The excess of the most starts in any number of periods over these periods and the capacity. */
    private static int excess(List<Integer> starts, int capacity) {
        int worst = 0;
        for (int from = 0; from < starts.size(); from++) {
            int sum = 0;
            for (int to = from; to < starts.size(); to++) {
                sum += starts.get(to) - 1;
                worst = Math.max(worst, sum - capacity);
            }
        }
        return worst;
    }

    @Property(tries = 300)
    void startsNeverExceedPeriods(@ForAll("strategies") Strategy strategy, @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 0.9) double news,
            @ForAll @DoubleRange(min = 0, max = 0.5) double failures) {
        List<Integer> starts = starts(new TokenAccount(strategy), new RandomStream(seed), news, failures, 300,
                strategy.capacity());
        assertThat(excess(starts, strategy.capacity())).isZero();
        assertThat(starts.stream().mapToInt(Integer::intValue).sum()).as("it starts with nothing")
                .isLessThanOrEqualTo(starts.size());
    }

    /** The check can fail: an account that is filled from outside is found. */
    @Example
    void printedTokensAreFound() {
        Strategy strategy = new Strategy(2, 4);
        TokenAccount account = new TokenAccount(strategy);
        RandomStream random = new RandomStream(1);
        List<Integer> starts = new ArrayList<>();
        for (int period = 0; period < 100; period++) {
            account.giveBack(4);
            starts.add(account.react(true, random));
        }
        assertThat(excess(starts, 4)).isPositive();
    }

    @Property(tries = 100)
    void withoutNewsItStartsOneExchangeEachPeriod(@ForAll("strategies") Strategy strategy, @ForAll long seed) {
        TokenAccount account = new TokenAccount(strategy);
        List<Integer> starts = starts(account, new RandomStream(seed), 0, 0, 2000, strategy.capacity());
        int sum = starts.stream().mapToInt(Integer::intValue).sum();
        assertThat(sum).isEqualTo(2000 - account.tokens());
    }

    @Property(tries = 100)
    void decisionsFollowFromTheSeed(@ForAll("strategies") Strategy strategy, @ForAll long seed) {
        RandomStream one = new RandomStream(seed);
        RandomStream other = new RandomStream(seed);
        assertThat(starts(new TokenAccount(strategy), one, 0.4, 0.2, 100, strategy.capacity()))
                .isEqualTo(starts(new TokenAccount(strategy), other, 0.4, 0.2, 100, strategy.capacity()));
        assertThat(one.state()).isEqualTo(other.state());
    }

    @Example
    void probabilitiesAreThoseOfThePaper() {
        RandomStream random = new RandomStream(3);
        for (int tokens = 0; tokens <= 20; tokens++) {
            int proactive = 0;
            int reactive = 0;
            for (int draw = 0; draw < 20_000; draw++) {
                TokenAccount account = new TokenAccount(Strategy.DEFAULT);
                account.restore(saved(tokens));
                proactive += account.earn(random) ? 1 : 0;
                account.restore(saved(tokens));
                reactive += account.react(true, random);
                assertThat(account.react(false, random)).isZero();
            }
            assertThat(proactive / 20_000.0).isEqualTo(Math.max(0, (tokens - 9) / 11.0), within(0.015));
            assertThat(reactive / 20_000.0).isEqualTo(tokens / 10.0, within(0.015));
        }
    }

    private static StateReader saved(int tokens) {
        return Saved.by(out -> out.putCount(tokens));
    }

    @Example
    void otherStrategiesAreRefused() {
        for (int[] pair : new int[][]{{0, 5}, {6, 5}, {1, 10_001}}) {
            assertThatThrownBy(() -> new Strategy(pair[0], pair[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
