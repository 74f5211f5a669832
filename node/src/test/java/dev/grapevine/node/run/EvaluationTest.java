package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frequency and data of evaluations. */
class EvaluationTest {

    @Test
    void evaluationsAreParsed() {
        Evaluation usual = new Evaluation(Duration.ofSeconds(2), false, OptionalInt.empty());
        assertThat(Evaluation.parse("")).isEqualTo(usual);
        assertThat(Evaluation.parse("on=test")).isEqualTo(usual);
        assertThat(Evaluation.parse("every=500ms , on = holdout"))
                .isEqualTo(new Evaluation(Duration.ofMillis(500), true, OptionalInt.empty()));
        assertThat(Evaluation.parse("nodes=50"))
                .isEqualTo(new Evaluation(Duration.ofSeconds(2), false, OptionalInt.of(50)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every=0", "every=0s", "every", "every=5", "on=train", "on", "at=5s", "5s", "nodes=0",
            "nodes"})
    void invalidEvaluationsAreRejected(String text) {
        assertThatThrownBy(() -> Evaluation.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
