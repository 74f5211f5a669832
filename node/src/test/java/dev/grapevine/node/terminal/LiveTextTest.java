package dev.grapevine.node.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status lines, on a terminal and elsewhere. */
class LiveTextTest {

    private final StringWriter written = new StringWriter();

    private LiveText text(boolean terminal, Duration plainInterval) {
        return LiveText.of(new PrintWriter(written), terminal, plainInterval);
    }

    private String take() {
        String text = written.toString().replace(System.lineSeparator(), "\n").replace("\u001b", "ESC");
        written.getBuffer().setLength(0);
        return text;
    }

    @Test
    void terminalLinesAreRefreshedInPlace() {
        LiveText text = text(true, Duration.ofDays(1));
        text.show(List.of("one", "two"));
        assertThat(take()).isEqualTo("one\ntwo\n");
        text.show(List.of("three"));
        assertThat(take()).isEqualTo("ESC[2FESC[Jthree\n");
        text.say("this stays");
        assertThat(take()).isEqualTo("ESC[1FESC[Jthis stays\n");
        text.show(List.of("four"));
        text.finish(List.of("the end"));
        assertThat(take()).isEqualTo("four\nESC[1FESC[Jthe end\n");
    }

    @Test
    void plainLinesArePrintedFromTimeToTime() {
        LiveText text = text(false, Duration.ofDays(1));
        text.show(List.of("one"));
        text.show(List.of("two"));
        text.say("this stays");
        text.finish(List.of("the end"));
        assertThat(take()).isEqualTo("one\nthis stays\nthe end\n");
        LiveText eager = text(false, Duration.ZERO);
        eager.show(List.of("one"));
        eager.show(List.of("two"));
        assertThat(take()).isEqualTo("one\ntwo\n");
    }

    @ParameterizedTest
    @CsvSource({"0,0,'  0'", "0.25,6,' 25'", "0.999,24,' 99'", "1,24,'100'", "7,24,'100'", "-1,0,'  0'",
            "NaN,0,'  0'"})
    void shareIsShownAsBar(double share, int full, String percent) {
        assertThat(ProgressBar.of(share))
                .isEqualTo("[" + "#".repeat(full) + "·".repeat(24 - full) + "] " + percent + " %");
    }
}
