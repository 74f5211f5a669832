package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linux writes of a process. */
class ProcessMemoryTest {

    private static final List<String> STATUS = List.of("Name:\tjava", "VmHWM:\t  200000 kB", "VmRSS:\t  123456 kB",
            "RssAnon:\t   99000 kB", "Threads:\t21");
    private static final List<String> ROLLUP = List.of("00400000-7fff [rollup]", "Rss:              123400 kB",
            "Pss:              101000 kB", "Pss_Dirty:         90000 kB", "Anonymous:         95000 kB",
            "AnonHugePages:      2048 kB");

    @Test
    void itIsInBytes() {
        assertThat(ProcessMemory.parse(STATUS, ROLLUP)).isEqualTo(new ProcessMemory(123456L * 1024,
                OptionalLong.of(101000L * 1024), OptionalLong.of(95000L * 1024)));
    }

    @Test
    void whatIsNotToldIsEmpty() {
        assertThat(ProcessMemory.parse(STATUS, List.of())).isEqualTo(
                new ProcessMemory(123456L * 1024, OptionalLong.empty(), OptionalLong.empty()));
        assertThat(ProcessMemory.parse(List.of(), List.of()).resident()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VmRSS:", "VmRSS: kB", "VmRSS: 12 MB", "VmRSS: -1 kB", "VmRSS: 1e3 kB",
            "VmRSS: 99999999999999999999 kB", "xVmRSS: 12 kB"})
    void otherLinesCountForNothing(String line) {
        assertThat(ProcessMemory.parse(List.of(line), List.of()).resident()).isZero();
    }

    @Test
    void thisProcessHasSomeWhereTheSystemTells() {
        long own = ProcessMemory.of(ProcessHandle.current().pid()).resident();
        assertThat(own > 1 << 20).isEqualTo(Files.isReadable(Path.of("/proc/self/status")));
        assertThat(ProcessMemory.of(Long.MAX_VALUE)).isEqualTo(
                new ProcessMemory(0, OptionalLong.empty(), OptionalLong.empty()));
    }
}
