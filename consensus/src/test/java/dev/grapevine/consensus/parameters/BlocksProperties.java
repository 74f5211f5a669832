package dev.grapevine.consensus.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlocksProperties {

    @Property
    void blocksFollowEachOtherWithoutGaps(@ForAll @IntRange(min = 1, max = 5000) int parameters,
            @ForAll @IntRange(min = 1, max = 6000) int blockSize) {
        Blocks blocks = new Blocks(parameters, blockSize);
        int next = 0;
        for (int block = 0; block < blocks.count(); block++) {
            assertThat(blocks.offset(block)).isEqualTo(next);
            assertThat(blocks.length(block)).isBetween(1, blockSize);
            assertThat(blocks.length(block) == blockSize || block == blocks.count() - 1).isTrue();
            next += blocks.length(block);
        }
        assertThat(next).isEqualTo(parameters);
    }

    @Example
    void theLargestVectorsCanBeCut() {
        Blocks blocks = new Blocks(Integer.MAX_VALUE, 4096);
        assertThat(blocks.count()).isEqualTo(1 << 19);
        assertThat(blocks.length((1 << 19) - 1)).isEqualTo(4095);
        assertThat(new Blocks(Integer.MAX_VALUE, Integer.MAX_VALUE).count()).isEqualTo(1);
    }

    @Example
    void blockNumbersOutsideTheRangeAreRefused() {
        Blocks blocks = new Blocks(10, 4);
        assertThatThrownBy(() -> blocks.offset(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> blocks.length(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Blocks(0, 4)).hasMessage("Blocks of 4 over 0 parameters: both must be at least 1");
        assertThatThrownBy(() -> new Blocks(4, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
