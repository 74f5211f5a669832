package dev.grapevine.consensus.bits;

import static org.assertj.core.api.Assertions.assertThat;

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
