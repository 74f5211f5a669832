package dev.grapevine.gossip.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/** Named sections, each with its version: an unknown section is refused by its name. */
class SnapshotTest {

    private static byte[] snapshot() {
        SnapshotWriter writer = new SnapshotWriter();
        StateWriter first = writer.section("first", 1);
        first.putBoolean(true);
        first.putCount(300);
        first.putInt(-5);
        first.putLong(Long.MIN_VALUE);
        first.putDouble(0.25);
        first.putInts(new int[]{1, -2});
        first.putFloats(new float[]{0.5f});
        first.putBytes(new byte[]{7});
        first.putText("né");
        writer.section("second", 4).putCount(1);
        return writer.toBytes();
    }

    private static void readFirst(SnapshotReader reader) {
        StateReader in = reader.section("first", 1);
        assertThat(in.getBoolean()).isTrue();
        assertThat(in.getCount()).isEqualTo(300);
        assertThat(in.getInt()).isEqualTo(-5);
        assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.getDouble()).isEqualTo(0.25);
        assertThat(in.getInts(2)).containsExactly(1, -2);
        assertThat(in.getFloats(1)).containsExactly(0.5f);
        assertThat(in.getBytes()).containsExactly(7);
        assertThat(in.getText()).isEqualTo("né");
    }

    @Test
    void sectionsAreReadInAnyOrder() {
        SnapshotReader reader = new SnapshotReader(snapshot());
        assertThat(reader.section("second", 4).getCount(1)).isEqualTo(1);
        assertThat(reader.has("first")).isTrue();
        readFirst(reader);
        assertThat(reader.has("first")).isFalse();
        reader.end();
    }

    @Test
    void unreadSectionIsRefusedByName() {
        SnapshotReader reader = new SnapshotReader(snapshot());
        readFirst(reader);
        assertThatThrownBy(reader::end).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its section 'second' is unknown to this version of Grapevine");
        reader.skip("second");
        reader.end();
    }

    @Test
    void sectionOfAnotherVersionIsRefusedByName() {
        assertThatThrownBy(() -> new SnapshotReader(snapshot()).section("second", 5))
                .hasMessage("its section 'second' is of version 4, and this version of Grapevine reads 5");
        assertThatThrownBy(() -> new SnapshotReader(snapshot()).section("third", 1))
                .hasMessage("it has no section 'third'");
    }

    @Test
    void sectionIsReadToItsEnd() {
        SnapshotReader reader = new SnapshotReader(snapshot());
        reader.section("first", 1).getBoolean();
        assertThatThrownBy(() -> reader.section("second", 4))
                .hasMessage("its section 'first' is longer than it should be");
        StateReader second = new SnapshotReader(snapshot()).section("second", 4);
        second.getCount();
        assertThatThrownBy(second::getCount).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> second.getInts(1 << 30)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes remain");
    }

    @Test
    void damagedSnapshotIsReadOrRefused() {
        byte[] whole = snapshot();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> readFirst(new SnapshotReader(cut))).as("%s bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) 0x80;
            try {
                readFirst(new SnapshotReader(changed));
            } catch (IllegalArgumentException | AssertionError e) {
                // Refused, or read as something else: there is no checksum.
            }
        }
    }

    @Test
    void sectionNamesAreUnique() {
        SnapshotWriter writer = new SnapshotWriter();
        writer.section("it", 1);
        assertThatThrownBy(() -> writer.section("it", 2)).isInstanceOf(IllegalStateException.class);
    }
}
