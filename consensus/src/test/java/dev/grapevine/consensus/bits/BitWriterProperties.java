package dev.grapevine.consensus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BitWriterProperties {

    @Property
    void numbersAreReadAsWritten(@ForAll int[] numbers, @ForAll @IntRange(min = 1, max = 32) int bits,
            @ForAll @IntRange(max = 5) int offset) {
        int bytes = BitWriter.bytes(bits, numbers.length);
        byte[] packed = new byte[offset + bytes];
        BitWriter writer = new BitWriter(packed, offset);
        for (int number : numbers) {
            writer.write(number, bits);
        }
        assertThat(writer.finish()).isEqualTo(packed.length);
        BitReader reader = new BitReader(packed, offset, bytes);
        for (int number : numbers) {
            assertThat(reader.read(bits)).isEqualTo(number & (1L << bits) - 1);
        }
        assertThat(reader.isFinished()).isTrue();
    }

    @Property
    void numbersWrittenAtOnceAreThoseWrittenOneByOne(@ForAll int[] first, @ForAll int[] second,
            @ForAll @IntRange(min = 1, max = 32) int bits) {
        byte[] atOnce = new byte[BitWriter.bytes(bits, first.length + second.length)];
        BitWriter writer = new BitWriter(atOnce, 0);
        writer.writeAll(first, bits);
        writer.writeAll(second, bits);
        writer.finish();
        byte[] oneByOne = new byte[atOnce.length];
        writer.start(oneByOne, 0);
        for (int[] numbers : new int[][]{first, second}) {
            for (int number : numbers) {
                writer.write(number, bits);
            }
        }
        writer.finish();
        assertThat(atOnce).isEqualTo(oneByOne);
    }

    /** Short numbers, for which there is a quicker way, among long ones. */
    @Property(tries = 500)
    void riceCodesWrittenAtOnceAreThoseWrittenOneByOne(@ForAll int[] any, @ForAll @IntRange(max = 20) int parameter,
            @ForAll @IntRange(max = 12) int usualBits, @ForAll @IntRange(max = 31) int before) {
        int[] numbers = any.clone();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] >>>= i % 7 == 3 ? 20 - parameter : Integer.SIZE - 1 - usualBits;
        }
        long zeros = Arrays.stream(numbers).mapToLong(number -> (number & 0xffff_ffffL) >>> parameter).sum();
        int bytes = (int) ((before + zeros + numbers.length * (parameter + 1L) + 7) / 8);
        byte[] atOnce = new byte[bytes];
        BitWriter writer = new BitWriter(atOnce, 0);
        writer.write(-1, before);
        writer.writeRice(numbers, numbers.length, parameter);
        assertThat(writer.finish()).isEqualTo(bytes);
        byte[] oneByOne = new byte[bytes];
        writer.start(oneByOne, 0);
        writer.write(-1, before);
        for (int number : numbers) {
            writer.writeRice(number, parameter);
        }
        writer.finish();
        assertThat(atOnce).isEqualTo(oneByOne);
        checkRead(atOnce, before, numbers, parameter);
    }

    private static void checkRead(byte[] bytes, int before, int[] numbers, int parameter) {
        BitReader reader = new BitReader(bytes, 0, bytes.length);
        reader.read(before);
        int[] read = new int[numbers.length];
        assertThat(reader.readRice(parameter, numbers.length, read)).isTrue();
        assertThat(read).isEqualTo(numbers);
        assertThat(reader.isFinished()).isTrue();
        assertThat(reader.readRice(parameter, 1, new int[1])).as("there are no more").isFalse();
    }

    @Property
    void bytesAreTheFewestThatHoldTheBits(@ForAll @IntRange(min = 1, max = 32) int bits,
            @ForAll @IntRange(max = 1 << 24) int length) {
        long bytes = BitWriter.bytes(bits, length);
        assertThat(8 * bytes).isBetween((long) bits * length, (long) bits * length + 7);
    }

    @Example
    void firstNumberIsInTheLowestBits() {
        byte[] packed = new byte[2];
        BitWriter writer = new BitWriter(packed, 0);
        writer.write(0b00001, 5);
        writer.write(0b11010, 5);
        writer.finish();
        assertThat(packed).containsExactly(0b010_00001, 0b11);
    }
}
