package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenTest {

    private final ApiToken token = ApiToken.create(new SeededRandom(1));

    @Test
    void tokenHas256BitsAndReadsBack() {
        assertThat(token.text()).matches("[0-9a-f]{64}");
        assertThat(ApiToken.parse(token.text()).isIn(token.authorization())).isTrue();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            texts.add(ApiToken.create(new SeededRandom(i)).text());
        }
        assertThat(texts).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
    void schemeIsInAnyCase(String scheme) {
        assertThat(token.isIn(scheme + token.text())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic ", "Bearer x", "Bearerx"})
    void anythingElseIsWrong(String authorization) {
        assertThat(token.isIn(authorization)).isFalse();
        assertThat(token.isIn(token.text())).isFalse();
        assertThat(token.isIn(token.authorization() + "0")).isFalse();
    }

    @Property
    void everyLetterCounts(@ForAll @IntRange(max = 63) int at) {
        StringBuilder other = new StringBuilder(ApiToken.create(new SeededRandom(1)).text());
        other.setCharAt(at, other.charAt(at) == '0' ? '1' : '0');
        assertThat(ApiToken.create(new SeededRandom(1)).isIn("Bearer " + other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "G"})
    void otherTextIsNoToken(String text) {
        assertThatThrownBy(() -> ApiToken.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiToken.parse(token.text() + "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textForPeopleTellsNothing() {
        assertThat(token.toString()).doesNotContain(token.text().substring(0, 4));
    }
}
