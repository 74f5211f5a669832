package dev.grapevine.gossip.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void harmlessTextIsUnchanged() {
        assertThat(Printable.sentence("m is in round 7 – größer, 数 and \ud83c\udf47"))
                .isEqualTo("m is in round 7 – größer, 数 and \ud83c\udf47");
    }

    @Test
    void controlCharactersAreReplaced() {
        assertThat(Printable.sentence("a\nb\u001b[2J\u0000\u202ec\u2028\ud800d")).isEqualTo("a?b?[2J??c??d");
    }

    @Test
    void longTextIsCutAtAWholeLetter() {
        assertThat(Printable.of("\ud83c\udf47".repeat(5), 3)).isEqualTo("\ud83c\udf47".repeat(3) + "…");
        assertThat(Printable.of("abc", 3)).isEqualTo("abc");
        assertThat(Printable.sentence("x".repeat(1 << 20))).hasSize(Printable.SENTENCE_MAX + 1);
    }
}
