package dev.grapevine.consensus.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UniformQuantizationProperties {

    @Property
    void numbersAreReadAsTheNearestMultiples(@ForAll("values") int[] values,
            @ForAll boolean half) {
        UniformQuantization quantization = new UniformQuantization(half ? 4 : 8);
        int step = quantization.step(IntStream.of(values).map(Math::abs).max().orElse(0));
        byte[] payload = new byte[quantization.bytes(values.length)];
        quantization.write(values, 0, values.length, step, payload, 0);
        int[] numbers = new int[values.length];
        assertThat(quantization.read(payload, 0, values.length, numbers, 0)).isTrue();
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(numbers[i] * step - values[i])).isLessThanOrEqualTo((step + 1) / 2);
        }
        assertThat(quantization.endsInZeros(payload, 0, values.length)).isTrue();
    }

    @Property
    void bytesOfNumbersAreThoseOfValuesWithAStepOfOne(@ForAll("numbers") int[] values,
            @ForAll boolean half) {
        UniformQuantization quantization = new UniformQuantization(half ? 4 : 8);
        byte[] numbers = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = (byte) values[i];
        }
        byte[] ofNumbers = new byte[quantization.bytes(values.length)];
        byte[] ofValues = ofNumbers.clone();
        quantization.write(numbers, values.length, ofNumbers, 0);
        quantization.write(values, 0, values.length, 1, ofValues, 0);
        assertThat(ofNumbers).isEqualTo(ofValues);
        float[] floats = new float[values.length];
        assertThat(quantization.read(ofNumbers, 0, values.length, 2, floats, 0)).isTrue();
        for (int i = 0; i < values.length; i++) {
            assertThat(floats[i]).isEqualTo(2f * values[i]);
        }
    }

    @Example
    void firstOfTwoNumbersIsInTheLowerHalf() {
        byte[] payload = new byte[2];
        new UniformQuantization(4).write(new byte[]{1, -2, 3}, 3, payload, 0);
        assertThat(payload).containsExactly(0xe1, 0x03);
    }

    @Example
    void numbersBeyondTheLevelsAreRefused() {
        UniformQuantization quantization = new UniformQuantization(4);
        assertThat(quantization.read(new byte[]{(byte) 0x80}, 0, 2, new int[2], 0)).isFalse();
        assertThat(quantization.read(new byte[]{(byte) 0x80}, 0, 2, 1f, new float[2], 0)).isFalse();
        assertThat(quantization.endsInZeros(new byte[]{0x10}, 0, 1)).isFalse();
        assertThatThrownBy(() -> new UniformQuantization(5)).hasMessage("Numbers of 5 bits: allowed are 4 and 8");
    }

    @Provide
    Arbitrary<int[]> values() {
        return Arbitraries.integers().between(-(1 << 20), 1 << 20).array(int[].class);
    }

    @Provide
    Arbitrary<int[]> numbers() {
        return Arbitraries.integers().between(-7, 7).array(int[].class);
    }
}
