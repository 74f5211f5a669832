package dev.grapevine.node.replica.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rates, especially where schedules change. */
class ScheduleTest {

    private static double factor(String schedule, long step) {
        return ScheduleParser.parse(schedule).factor(step);
    }

    @Test
    void constantScheduleIsOne() {
        assertThat(factor("constant", 0)).isEqualTo(1);
        assertThat(factor("constant", Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void stepDecayChangesAtIntervals() {
        assertThat(factor("step:10,0.5", 0)).isEqualTo(1);
        assertThat(factor("step:10,0.5", 9)).isEqualTo(1);
        assertThat(factor("step:10,0.5", 10)).isEqualTo(0.5);
        assertThat(factor("step:10,0.5", 19)).isEqualTo(0.5);
        assertThat(factor("step:10,0.5", 20)).isEqualTo(0.25);
        assertThat(factor("step:10,0.5", Long.MAX_VALUE)).isZero();
        assertThat(factor("step:1,1", 1000)).isEqualTo(1);
    }

    @Test
    void cosineFallsFromOneToItsEndAndStays() {
        assertThat(factor("cosine:100", 0)).isEqualTo(1);
        assertThat(factor("cosine:100", 50)).isCloseTo(0.5, within(1e-12));
        assertThat(factor("cosine:100", 25)).isCloseTo(0.5 + Math.sqrt(0.125), within(1e-12));
        assertThat(factor("cosine:100", 99)).isPositive();
        assertThat(factor("cosine:100", 100)).isZero();
        assertThat(factor("cosine:100", Long.MAX_VALUE)).isZero();
        assertThat(factor("cosine:100,final=0.1", 50)).isCloseTo(0.55, within(1e-12));
        assertThat(factor("cosine:100,final=0.1", 100)).isEqualTo(0.1);
        assertThat(factor("cosine:100,final=1", 70)).isEqualTo(1);
    }

    @Test
    void warmUpRisesLinearly() {
        String schedule = "cosine:14,warmup=4,final=0.2";
        assertThat(factor(schedule, 0)).isEqualTo(0.25);
        assertThat(factor(schedule, 2)).isEqualTo(0.75);
        assertThat(factor(schedule, 3)).isEqualTo(1);
        assertThat(factor(schedule, 4)).as("the fall begins at 1").isEqualTo(1);
        assertThat(factor(schedule, 9)).isCloseTo(0.6, within(1e-12));
        assertThat(factor(schedule, 14)).isEqualTo(0.2);
        assertThat(factor("cosine:2,warmup=1", 0)).isEqualTo(1);
        assertThat(factor("cosine:2,warmup=1", 1)).isEqualTo(1);
        assertThat(factor("cosine:2,warmup=1", 2)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "step:100,0.5", "cosine:1000", "cosine:1000,warmup=50",
            "cosine:1000,final=0.05,warmup=50"})
    void scheduleTextIsParsedBack(String text) {
        Schedule schedule = ScheduleParser.parse(text);
        assertThat(ScheduleParser.parse(schedule.toString())).isEqualTo(schedule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linear", "constant:1", "step", "step:10", "step:0,0.5", "step:10,0", "step:10,1.5",
            "step:10,NaN", "step:10,0.5,3", "cosine", "cosine:", "cosine:0", "cosine:-5", "cosine:1.5", "cosine:10,5",
            "cosine:10,warmup=10", "cosine:10,warmup=-1", "cosine:10,warmup", "cosine:10,final=2", "cosine:10,end=1",
            "cosine:9999999999999"})
    void invalidSchedulesAreRejected(String text) {
        assertThatThrownBy(() -> ScheduleParser.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
