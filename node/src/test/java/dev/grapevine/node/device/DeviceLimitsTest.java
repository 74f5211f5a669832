package dev.grapevine.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.Sentences;

class DeviceLimitsTest {

    private static DeviceLimits memory(String text) {
        return DeviceLimits.parse("", text, "");
    }

    @Test
    void sizesAreWrittenAsForJavaOrWithUnits() {
        assertThat(memory("256m").memoryBytes()).isEqualTo(memory("256MB").memoryBytes());
        assertThat(memory("1g").memoryBytes()).isEqualTo(memory("1GB").memoryBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "half", "0.5x", "2000"})
    void processorsAreAPositiveNumber(String text) {
        Sentences.assertMistakeAbout(() -> DeviceLimits.parse(text, "", ""), "cpu is '" + text + "'", "such as 0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "256", "-5m", "0.25GB", "1.5g", "300000KB", "256 MB", "99999999m"})
    void memoryIsASize(String text) {
        Sentences.assertMistakeAbout(() -> memory(text), "memory is '" + text + "'", "such as 256m");
    }

    @Test
    void heapHasToLeaveRoomForTheRest() {
        assertThatCode(() -> memory("256m").checkHeap(130L << 20)).doesNotThrowAnyException();
        Sentences.assertMistakeAbout(() -> memory("256m").checkHeap(512L << 20), "memory is 2", "-Xmx");
        Sentences.assertMistakeAbout(() -> memory("64m").checkHeap(16L << 20), "memory is 6", "and more");
        assertThatCode(() -> DeviceLimits.NONE.checkHeap(Long.MAX_VALUE)).doesNotThrowAnyException();
    }

    @Test
    void modelThatNeedsMoreIsRefusedWithTheLeast() {
        assertThat(memory("256m").refusal(20L << 20, 100_000)).isEmpty();
        assertThat(memory("256m").refusal(20L << 20, 10_000_000).orElseThrow()).contains("needs", "MB at least");
        assertThat(DeviceLimits.NONE.refusal(Long.MAX_VALUE / 2, 1)).isEmpty();
    }

    @Test
    void nodeWithoutAShareNeverRests() {
        assertThat(DeviceLimits.NONE.share()).isEmpty();
        assertThat(DeviceLimits.parse("0.5", "", "").share()).isPresent();
    }
}
