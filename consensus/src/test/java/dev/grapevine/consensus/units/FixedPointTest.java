package dev.grapevine.consensus.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class FixedPointTest {

    @Test
    void oneIsTwoToThe24Units() {
        assertThat(FixedPoint.toUnits(1)).isEqualTo(1 << 24);
        assertThat(FixedPoint.toFloat(1 << 24)).isEqualTo(1);
        assertThat(FixedPoint.UNIT).isEqualTo(0x1p-24f);
        assertThat(FixedPoint.toFloat(FixedPoint.LIMIT)).isEqualTo(64);
    }

    @Test
    void floatsBelowOneKeepTheirPrecision() {
        for (int units = -(1 << 24); units <= 1 << 24; units += 997) {
            assertThat(FixedPoint.toUnits(FixedPoint.toFloat(units))).isEqualTo(units);
        }
    }

    @Test
    void toUnitsRoundsToTheNearest() {
        assertThat(FixedPoint.toUnits(0x0.8p-24f)).isEqualTo(1);
        assertThat(FixedPoint.toUnits(-0x0.8p-24f)).isZero();
        assertThat(FixedPoint.toUnits(0x0.7p-24f)).isZero();
        assertThat(FixedPoint.toUnits(-0x1.9p-24f)).isEqualTo(-2);
        assertThat(FixedPoint.toUnits(Float.MIN_VALUE)).isZero();
        assertThat(FixedPoint.toUnits(-0f)).isZero();
    }

    @Test
    void valuesBeyondAnIntAreClamped() {
        assertThat(FixedPoint.toUnits(128)).isEqualTo(Integer.MAX_VALUE);
        assertThat(FixedPoint.toUnits(-1000)).isEqualTo(Integer.MIN_VALUE);
        assertThat(FixedPoint.toUnits(Float.POSITIVE_INFINITY)).isEqualTo(Integer.MAX_VALUE);
        assertThat(FixedPoint.toUnits(Float.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(FixedPoint.toUnits(Float.NaN)).isZero();
    }

    @Test
    void clampsToTheRange() {
        assertThat(FixedPoint.clamp(FixedPoint.LIMIT + 1L)).isEqualTo(FixedPoint.LIMIT);
        assertThat(FixedPoint.clamp(-FixedPoint.LIMIT - 1L)).isEqualTo(-FixedPoint.LIMIT);
        assertThat(FixedPoint.clamp(Long.MIN_VALUE)).isEqualTo(-FixedPoint.LIMIT);
        assertThat(FixedPoint.clamp(17)).isEqualTo(17);
    }

    @Test
    void toUnitsRoundsLikeMathRound() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            // Of all magnitudes, infinities and NaN among them; and halves of units.
            float any = Float.intBitsToFloat(random.nextInt());
            float half = (random.nextInt(1 << 23) - (1 << 22) + 0.5f) * FixedPoint.UNIT;
            assertEquals(Math.round(any * FixedPoint.UNITS_PER_ONE), FixedPoint.toUnits(any));
            assertEquals(Math.round(half * FixedPoint.UNITS_PER_ONE), FixedPoint.toUnits(half));
        }
    }
}
