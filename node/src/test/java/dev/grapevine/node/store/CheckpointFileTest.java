package dev.grapevine.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.gossip.charter.Charter.Term;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.replica.training.LocalTrainer;

/** Checkpoints as bytes, and bytes that are not checkpoints. */
class CheckpointFileTest {

    /** Magic number and checksum. */
    private static final int HEAD = 12;

    static CheckpointFile checkpoint() {
        Charter charter = new Charter(List.of(new Term("protocol", "1", true), new Term("model", "mlp:4 „Ω“", true),
                new Term("batch", "", false)));
        float[] velocity = {0.5f, -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        return new CheckpointFile(charter, new byte[]{1, 2, 3, -1, 0},
                new LocalTrainer.State(new Gradients.Place(1L << 40, 77, -3, 1L << 41), "sgd", velocity),
                1L << 50);
    }

    private static byte[] withRightChecksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, HEAD, bytes.length - HEAD);
        ByteBuffer.wrap(bytes).putInt(HEAD - Integer.BYTES, (int) checksum.getValue());
        return bytes;
    }

    private static void assertRefused(byte[] bytes, String what) {
        assertThatThrownBy(() -> CheckpointFile.decode(bytes)).as(what).isInstanceOf(DamagedFileException.class)
                .hasMessageMatching("it is empty|it does not begin as a checkpoint does|its checksum is wrong"
                        + "|its parts do not fit together");
    }

    @Test
    void encodedCheckpointIsDecoded() {
        CheckpointFile decoded = CheckpointFile.decode(checkpoint().encode());
        assertThat(decoded.charter()).isEqualTo(checkpoint().charter());
        assertThat(decoded.snapshot()).isEqualTo(checkpoint().snapshot());
        assertThat(decoded.steps()).isEqualTo(1L << 50);
        assertThat(decoded.trainer().place()).isEqualTo(new Gradients.Place(1L << 40, 77, -3, 1L << 41));
        assertThat(decoded.trainer().optimizer()).isEqualTo("sgd");
        assertThat(decoded.trainer().optimizerState()).isEqualTo(checkpoint().trainer().optimizerState());
    }

    @Test
    void emptyPartsAreDecoded() {
        CheckpointFile empty = new CheckpointFile(new Charter(List.of()), new byte[0],
                new LocalTrainer.State(new Gradients.Place(0, 0, 0, 0), "", new float[0]), 0);
        CheckpointFile decoded = CheckpointFile.decode(empty.encode());
        assertThat(decoded.charter().terms()).isEmpty();
        assertThat(decoded.snapshot()).isEmpty();
        assertThat(decoded.trainer().optimizerState()).isEmpty();
    }

    @Test
    void flippedBitIsRejected() {
        byte[] whole = checkpoint().encode();
        for (int i = 0; i < 8 * whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertRefused(flipped, "bit " + i);
        }
    }

    @Test
    void changedByteIsRejected() {
        byte[] whole = checkpoint().encode();
        for (int i = 0; i < whole.length; i++) {
            for (int change = 1; change < 256; change++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) change;
                assertThat(isRefused(changed)).as("byte %s changed by %s", i, change).isTrue();
            }
        }
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            CheckpointFile.decode(bytes);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void truncatedOrExtendedFileIsRejected() {
        byte[] whole = checkpoint().encode();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "the first " + length + " bytes");
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "one byte more");
    }

    /** Lengths are compared with the remaining bytes, even if the checksum is correct. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 1000, 0})
    void impossibleLengthsAreRejected(int length) {
        byte[] firstTermsName = checkpoint().encode();
        ByteBuffer.wrap(firstTermsName).putInt(HEAD + Integer.BYTES, length);
        assertRefused(withRightChecksum(firstTermsName), "the length of the first name");
    }

    /** Its container may be another one; a user who goes back to this version loses nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void laterVersionIsNoDamage(boolean hasSameChecksum) {
        byte[] later = Arrays.copyOf(checkpoint().encode(), checkpoint().encode().length + 8);
        later[7] = '4';
        assertThatThrownBy(() -> CheckpointFile.decode(hasSameChecksum ? withRightChecksum(later) : later))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is of a later version of Grapevine");
    }

    @Test
    void tooManyTermsAreRejected() {
        byte[] bytes = checkpoint().encode();
        ByteBuffer.wrap(bytes).putInt(HEAD, Integer.MAX_VALUE);
        assertRefused(withRightChecksum(bytes), "the number of terms");
    }
}
