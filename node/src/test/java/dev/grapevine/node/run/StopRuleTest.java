package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stop conditions of a run. */
class StopRuleTest {

    @Test
    void rulesAreParsed() {
        assertThat(StopRule.parse("after=10m, rounds = 7 ,accuracy=0.95,then=serve")).isEqualTo(new StopRule(
                Optional.of(Duration.ofMinutes(10)), OptionalLong.of(7), OptionalDouble.of(0.95), true));
        assertThat(StopRule.parse("rounds=1,then=exit").serve()).isFalse();
        assertThat(StopRule.parse("accuracy=-3").accuracy()).hasValue(-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "then=exit", "then=serve"})
    void ruleWithoutConditionIsEndless(String text) {
        StopRule rule = StopRule.parse(text);
        assertThat(rule.isEndless()).isTrue();
        assertThat(rule.holds(Duration.ofDays(999), Long.MAX_VALUE, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"after", "after=", "after=5", "rounds=0", "rounds=1.5", "accuracy=1.01", "accuracy=NaN",
            "then=wait", "until=5s", "5s", ",after=5s"})
    void invalidRulesAreRejected(String text) {
        assertThatThrownBy(() -> StopRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void firstConditionStopsRun() {
        StopRule rule = StopRule.parse("after=10s,rounds=5,accuracy=0.9");
        assertThat(rule.isEndless()).isFalse();
        assertThat(rule.holds(Duration.ofMillis(9999), 4, 0.89)).isFalse();
        assertThat(rule.holds(Duration.ofSeconds(10), 0, Double.NaN)).isTrue();
        assertThat(rule.holds(Duration.ZERO, 5, Double.NaN)).isTrue();
        assertThat(rule.holds(Duration.ZERO, 0, 0.9)).isTrue();
        assertThat(rule.holds(Duration.ZERO, 0, Double.NaN)).as("an unknown accuracy").isFalse();
    }

    @Test
    void ruleTextIsParsedBack() {
        for (String text : new String[]{"after=10m,rounds=5,accuracy=0.9,then=serve", "after=90s", ""}) {
            assertThat(StopRule.parse(text)).hasToString(text);
        }
    }
}
