package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.node.security.DeviceKey;

class SealedCopyProperties {

    private static final DeviceKey OWNER = SampleCopy.key(1);
    private static final CopyLabel LABEL = SampleCopy.label(OWNER, 1L << 32, 7);

    @Property(tries = 200)
    void ownerReadsWhatItHasSealed(@ForAll @Size(max = 300) byte[] content) {
        byte[] sealed = SealedCopy.seal(OWNER, LABEL, content, new SecureRandom());
        assertThat(SealedCopy.label(sealed)).isEqualTo(LABEL);
        assertThat(SealedCopy.open(OWNER, sealed)).isEqualTo(content);
        assertThat(SealedCopy.seal(OWNER, LABEL, content, new SecureRandom())).as("a fresh nonce").isNotEqualTo(sealed);
    }

    /** Neither the label nor the content, not a bit of them. */
    @Property(tries = 500)
    void nobodyChangesACopyUnnoticed(@ForAll @IntRange(max = 1000) int at, @ForAll @IntRange(max = 7) int bit) {
        byte[] sealed = SampleCopy.sealed(OWNER, 1L << 32, 7, 200);
        sealed[at % sealed.length] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> SealedCopy.open(OWNER, sealed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void copyOfAnotherDeviceIsRefused() {
        byte[] other = SampleCopy.sealed(SampleCopy.key(2), 1L << 32, 7, 10);
        assertThatThrownBy(() -> SealedCopy.open(OWNER, other)).hasMessage("It is the copy of another device");
        assertThatThrownBy(() -> SealedCopy.seal(OWNER, SealedCopy.label(other), new byte[1], new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void laterLivesAndLaterCopiesAreNewer() {
        assertThat(SampleCopy.label(OWNER, 2L << 32, 1).isNewerThan(LABEL)).isTrue();
        assertThat(SampleCopy.label(OWNER, 1L << 32, 8).isNewerThan(LABEL)).isTrue();
        assertThat(LABEL.isNewerThan(LABEL)).isFalse();
        assertThat(LABEL.isNewerThan(SampleCopy.label(OWNER, 2L << 32, 1))).isFalse();
        assertThat(LABEL.encode()).hasSize(CopyLabel.BYTES);
    }
}
