package dev.grapevine.node.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Suggestions for mistyped names. */
class NearestTest {

    private static final List<String> NAMES = List.of("momentum", "model", "batch", "seed");

    @ParameterizedTest
    @CsvSource({"a,a,0", "'',abc,3", "abc,'',3", "kitten,sitting,3", "flaw,lawn,2", "batch,bacth,2"})
    void distanceIsNumberOfChangedLetters(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        assertThat(Nearest.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void nearestNameIsSuggested() {
        assertThat(Nearest.to("momentun", NAMES)).contains("momentum");
        assertThat(Nearest.to("modle", NAMES)).contains("model");
        assertThat(Nearest.to("sed", NAMES)).contains("seed");
        assertThat(Nearest.to("learningRate", NAMES)).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }

    @Test
    void firstOfEquallyNearNamesIsSuggested() {
        assertThat(Nearest.to("bat", List.of("cat", "bad"))).contains("bad");
    }

    @Test
    void hintEndsSentence() {
        assertThat(Nearest.hint("batsch", NAMES)).isEqualTo(", did you mean 'batch'?");
        assertThat(Nearest.hint("somethingElse", NAMES)).isEqualTo(".");
    }
}
