package dev.grapevine.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUseTest {

    @Test
    void residentMemoryIsInKibibytes() {
        assertThat(ProcessUse.residentBytes(List.of("VmHWM:\t  200000 kB", "VmRSS:\t  123456 kB")))
                .hasValue(123_456L << 10);
        assertThat(ProcessUse.residentBytes(List.of("VmHWM:\t  200000 kB", "VmRSS:\t 12 MB"))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessTakesMemoryAndTime() {
        assertThat(ProcessUse.residentBytes().orElseThrow()).isBetween(10L << 20, 1L << 40);
        assertThat(ProcessUse.cpu()).isPositive();
    }
}
