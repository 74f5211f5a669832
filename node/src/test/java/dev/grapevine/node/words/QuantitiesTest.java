package dev.grapevine.node.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with units, parsed and shown. */
class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"20ms,20000000", "5s,5000000000", "2m,120000000000", "2min,120000000000", "1h,3600000000000",
            "1.5h,5400000000000", "7us,7000", "0.5ms,500000", "0,0", "0.0,0", "0s,0", "' 3 s ',3000000000",
            "1000000h,3600000000000000000"})
    void durationsAreParsed(String text, long nanos) {
        assertThat(Quantities.duration(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.s", ".5s", "5 seconds", "5S", "1d", "1e3s", "1s2ms", "1000000.001h",
            "3000000h", "99999999999999999999999999999s"})
    void invalidDurationsAreRejected(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"500B/s,500", "10KB/s,10000", "10kB/s,10000", "1.5MB/s,1500000", "2GB/s,2e9", "1 MB/s,1e6"})
    void bandwidthsAreParsed(String text, double bytesPerSecond) {
        assertThat(Quantities.bytesPerSecond(text)).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @CsvSource({"500B,500", "10KB,10000", "64MB,64000000", "1.5GB,1500000000", "' 1 MB ',1000000"})
    void sizesAreParsed(String text, long bytes) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64MB/s", "MB", "-1MB", "1TB"})
    void invalidSizesAreRejected(String text) {
        assertThatThrownBy(() -> Quantities.bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1MB", "1Mbit/s", "-1MB/s", "MB/s", "1TB/s"})
    void invalidBandwidthsAreRejected(String text) {
        assertThatThrownBy(() -> Quantities.bytesPerSecond(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersMustBeWithinLimits() {
        assertThat(Quantities.number("0", 0, 1)).isZero();
        assertThat(Quantities.number("1", 0, 1)).isEqualTo(1);
        assertThat(Quantities.number("1e-3", 0, 1)).isEqualTo(0.001);
        for (String wrong : new String[]{"1.0001", "-1", "NaN", "Infinity", "x", ""}) {
            assertThatThrownBy(() -> Quantities.number(wrong, 0, 1)).as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Quantities.wholeNumber("7", 7, 7)).isEqualTo(7);
        for (String wrong : new String[]{"6", "8", "7.0", "x", "", "99999999999"}) {
            assertThatThrownBy(() -> Quantities.wholeNumber(wrong, 7, 7)).as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0ms", "1500000,1.5ms", "20000000,20ms", "1000000000,1s", "90500000000,90.5s", "120000000000,2m",
            "5400000000000,90m", "7200000000000,2h", "360000000000000,100h"})
    void durationsAreShownInLargestFittingUnit(long nanos, String text) {
        assertThat(Quantities.show(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.00 kB", "123456,123.46 kB", "5e6,5.00 MB", "7.25e9,7.25 GB",
            "1e12,1.00 TB", "1e16,10000.00 TB"})
    void bytesAreShownInLargestFittingUnit(double bytes, String text) {
        assertThat(Quantities.showBytes(bytes)).isEqualTo(text);
    }
}
