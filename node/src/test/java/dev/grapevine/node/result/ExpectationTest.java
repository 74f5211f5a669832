package dev.grapevine.node.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Conditions on a summary. */
class ExpectationTest {

    private static Expectation.Outcome check(String name, String condition) throws JsonProcessingException {
        return Expectation.parse(name, condition).check(
                new JsonMapper().readTree("{\"accuracy\":{\"min\":0.9,\"max\":null},\"nodes\":16,\"name\":\"7\"}"));
    }

    @ParameterizedTest
    @CsvSource({">= 0.9,true", ">= 0.91,false", "<= 0.9,true", "<=0.89,false", "> 0.9,false", "> 0.89,true",
            "< 0.9,false", "<9e-1,false", "< 1,true", "== 0.9,true", "== 0.91,false", "> -1e3,true"})
    void conditionsAreChecked(String condition, boolean holds) throws JsonProcessingException {
        Expectation.Outcome outcome = check("accuracy.min", condition);
        assertThat(outcome.holds()).isEqualTo(holds);
        assertThat(outcome.value()).isEqualTo(0.9);
    }

    @Test
    void outcomeNamesExpectation() throws JsonProcessingException {
        assertThat(check("nodes", " >=  16 ")).isEqualTo(new Expectation.Outcome("nodes >= 16.0", true, 16.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accuracy.median", "accuracy.max", "accuracy", "name", "nothing.at.all", "nodes.min"})
    void missingNumberFailsExpectation(String name) throws JsonProcessingException {
        for (String condition : new String[]{"> -1e9", "<= 1e9"}) {
            assertThat(check(name, condition).holds()).isFalse();
            assertThat(check(name, condition).value()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.9", "=> 0.9", "= 0.9", "!= 0.9", ">= ", ">= x", ">= 0.9 and more", ">= 1.2.3",
            ">= ."})
    void invalidConditionsAreRejected(String condition) {
        assertThatThrownBy(() -> Expectation.parse("nodes", condition)).isInstanceOf(IllegalArgumentException.class);
    }
}
