package dev.grapevine.node.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @Test
    void decimalNumbersAreParsed() {
        assertThat(Numbers.parse("17")).isEqualTo(17);
        assertThat(Numbers.parse("+1")).isEqualTo(1);
        assertThat(Numbers.parse("-.5e-1")).isEqualTo(-0.05);
        assertThat(Numbers.parse("1.E3")).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "e", "1e", "--1", "1-2", "2013-03-01", "1d", "1f", "0x1p3", "1,5", "1 2", "M",
            "NA", "?", "١"})
    void otherTextsAreNotNumbers(String text) {
        assertThat(Numbers.parse(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "inf", "-Inf", "+infinity", "1e39", "-1e39", "1e999"})
    void numbersBeyondFloatAreInfinite(String text) {
        assertThat(Numbers.parse(text)).isInfinite();
    }

    @Test
    void equalNumbersHaveEqualNames() {
        for (String text : new String[]{"3", "3.0", "+3", "03", "3e0"}) {
            assertThat(Numbers.name(Numbers.parse(text))).isEqualTo("3");
        }
        assertThat(Numbers.name(-0.0)).isEqualTo("0");
        assertThat(Numbers.name(-1.5)).isEqualTo("-1.5");
    }
}
