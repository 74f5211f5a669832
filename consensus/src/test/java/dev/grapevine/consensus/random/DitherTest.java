package dev.grapevine.consensus.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.units.Lattice;

class DitherTest {

    @Test
    void ditherIsBelowTheStep() {
        for (int exponent = 0; exponent <= Lattice.MAX_STEP_EXPONENT; exponent++) {
            assertThat(Dither.below(0, exponent)).isZero();
            assertThat(Dither.below(-1, exponent)).isEqualTo((1 << exponent) - 1);
        }
    }

    @Test
    void ditherIsUniform() {
        int draws = 1 << 16;
        int[] counts = new int[16];
        for (int i = 0; i < draws; i++) {
            counts[Dither.below(Dither.at(12345, i), 4)]++;
        }
        double expected = draws / 16.0;
        for (int count : counts) {
            assertThat((double) count).isEqualTo(expected, within(4 * Math.sqrt(expected)));
        }
    }

    @Test
    void ditherMakesRoundingUnbiased() {
        int draws = 1 << 16;
        long sum = 0;
        for (int i = 0; i < draws; i++) {
            sum += (300 + Dither.below(Dither.at(7, i), 10)) >> 10;
        }
        double probability = 300 / 1024.0;
        double sigma = Math.sqrt(probability * (1 - probability) / draws);
        assertThat((double) sum / draws).isEqualTo(probability, within(4 * sigma));
    }

    @Test
    void streamNeverChanges() {
        assertThat(Dither.at(0, 0)).isZero();
        assertThat(Dither.at(1, 0)).isEqualTo(0x6889_90c0);
        assertThat(Dither.at(-5, 4095)).isEqualTo(0xd2d4_7a48);
    }
}
