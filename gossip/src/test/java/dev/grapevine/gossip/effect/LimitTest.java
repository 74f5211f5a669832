package dev.grapevine.gossip.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitTest {

    /** In the last column, as the fact that shows it. */
    @ParameterizedTest
    @EnumSource
    void specificationHasEachLimit(Limit limit) throws IOException {
        String page = Files.readString(Path.of("PROTOCOL.md"));
        String limits = page.substring(page.indexOf("\n## Limits"));
        assertThat(limits).containsPattern("(?m)^\\|.*\\|[^|]*`" + limit.name() + "`[^|]*\\|$");
    }

    @Test
    void numbersAndWordsDiffer() {
        assertThat(Arrays.stream(Limit.values()).map(Limit::number)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Limit.values()).map(Limit::words)).doesNotHaveDuplicates();
    }

    @Test
    void countsAreKeptApart() {
        LimitCounts counts = new LimitCounts();
        assertThat(counts.add(Limit.SUMS)).isEqualTo(1);
        assertThat(counts.add(Limit.BAN)).isEqualTo(1);
        assertThat(counts.add(Limit.SUMS)).isEqualTo(2);
        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.byName()).containsExactly(entry("BAN", 1L), entry("SUMS", 2L));
    }
}
