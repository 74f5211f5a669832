package dev.grapevine.consensus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Example;
import net.jqwik.api.constraints.IntRange;

class BitPackingProperties {

    @Property
    void whatIsWrittenIsRead(@ForAll int[] numbers, @ForAll @IntRange(min = 2, max = 32) int bits,
            @ForAll @IntRange(max = 5) int offset) {
        byte[] packed = new byte[offset + BitPacking.bytes(bits, numbers.length)];
        BitPacking.Writer writer = new BitPacking.Writer(packed, offset, bits);
        for (int number : numbers) {
            writer.write(number);
        }
        writer.finish();
        BitPacking.Reader reader = new BitPacking.Reader(packed, offset, bits);
        for (int number : numbers) {
            assertThat(reader.read()).isEqualTo((int) (number & (1L << bits) - 1));
        }
    }

    @Property
    void bytesAreTheFewestThatDo(@ForAll @IntRange(min = 2, max = 32) int bits,
            @ForAll @IntRange(max = 1 << 24) int length) {
        long bytes = BitPacking.bytes(bits, length);
        assertThat(8 * bytes).isBetween((long) bits * length, (long) bits * length + 7);
    }

    @Example
    void theFirstNumberIsInTheLowestBits() {
        byte[] packed = new byte[2];
        BitPacking.Writer writer = new BitPacking.Writer(packed, 0, 5);
        writer.write(0b00001);
        writer.write(0b11010);
        writer.finish();
        assertThat(packed).containsExactly(0b010_00001, 0b11);
    }
}
