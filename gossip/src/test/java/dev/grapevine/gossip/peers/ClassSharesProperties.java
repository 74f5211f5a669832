package dev.grapevine.gossip.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ClassSharesProperties {

    @Property
    void sharesAddUpAndEachIsLessThanOneOff(
            @ForAll("rows") long[] rows) {
        long all = Arrays.stream(rows).sum();
        byte[] shares = ClassShares.ofRows(rows).map(ClassShares::toBytes).orElse(new byte[0]);
        if (all == 0) {
            assertThat(shares).isEmpty();
        } else {
            assertThat(addUp(shares)).isTrue();
            for (int i = 0; i < rows.length; i++) {
                assertThat(Byte.toUnsignedInt(shares[i]) - 255.0 * rows[i] / all).isBetween(-1.0, 1.0);
            }
            assertThat(ClassShares.ofBytes(shares)).isEqualTo(ClassShares.ofRows(rows).orElseThrow());
        }
    }

    private static boolean addUp(byte[] shares) {
        int sum = 0;
        for (byte share : shares) {
            sum += Byte.toUnsignedInt(share);
        }
        return sum == ClassShares.WHOLE;
    }

    /** Rounding each share to the nearest is found wrong. */
    @Example
    void sharesRoundedEachByItselfDoNotAddUp() {
        assertThat(addUp(new byte[]{(byte) 128, (byte) 128})).isFalse();
        assertThat(ClassShares.ofRows(new long[]{5, 5}).orElseThrow().toBytes()).containsExactly(128, 127);
    }

    @Property
    void distanceIsAMetric(
            @ForAll("rowsOfTen") long[] one,
            @ForAll("rowsOfTen") long[] other) {
        ClassShares first = ClassShares.ofRows(one).orElseThrow();
        ClassShares second = ClassShares.ofRows(other).orElseThrow();
        assertThat(first.distance(second)).isEqualTo(second.distance(first)).isBetween(0, 2 * ClassShares.WHOLE);
        assertThat(first.distance(first)).isZero();
    }

    @Example
    void distanceIsGreatestWithoutCommonClasses() {
        assertThat(ClassShares.ofRows(new long[]{7, 0, 3}).orElseThrow()
                .distance(ClassShares.ofRows(new long[]{0, 9, 0}).orElseThrow())).isEqualTo(510);
    }

    @Example
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> ClassShares.ofBytes(new byte[0])).hasMessage("shares of 0 classes that add up to 0");
        assertThatThrownBy(() -> ClassShares.ofBytes(new byte[]{(byte) 255}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClassShares.ofBytes(new byte[]{(byte) 255, 1}))
                .hasMessage("shares of 2 classes that add up to 256");
        byte[] tooMany = new byte[65];
        tooMany[0] = (byte) 255;
        assertThatThrownBy(() -> ClassShares.ofBytes(tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void tooManyClassesAndNoRowsHaveNoShares() {
        assertThat(ClassShares.ofRows(new long[65])).isEmpty();
        assertThat(ClassShares.ofRows(new long[]{0, 0})).isEmpty();
        assertThat(ClassShares.ofRows(new long[]{4})).isEmpty();
    }

    @Provide
    Arbitrary<long[]> rows() {
        return Arbitraries.longs().between(0, 1_000_000_000_000L).array(long[].class).ofMinSize(2)
                .ofMaxSize(ClassShares.CLASSES_MAX);
    }

    @Provide
    Arbitrary<long[]> rowsOfTen() {
        return Arbitraries.longs().between(1, 1000).array(long[].class).ofSize(10);
    }
}
