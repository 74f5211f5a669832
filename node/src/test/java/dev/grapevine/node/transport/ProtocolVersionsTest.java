package dev.grapevine.node.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The words about versions say who has to be updated. */
class ProtocolVersionsTest {

    private static ProtocolVersions versions(int oldest, int newest) {
        return new ProtocolVersions(oldest, newest, 0);
    }

    @Test
    void olderOneHasToBeUpdated() {
        assertThat(versions(5, 7).refusal(versions(3, 4))).hasValue(
                "speaks protocol versions 3 to 4, this node versions 5 to 7: that node has to be updated");
        assertThat(versions(5, 5).refusal(versions(6, 7))).hasValue(
                "speaks protocol versions 6 to 7, this node version 5: this node has to be updated");
        assertThat(versions(5, 7).refusal(versions(7, 9))).isEmpty();
        assertThat(versions(5, 7).refusal(versions(5, 5))).isEmpty();
    }

    @Test
    void firstFramesOfAllVersionsAreUnderstood() {
        RawPeer peer = RawPeer.fresh();
        byte[] frame = peer.handshake(6, 8, 3).encode();
        assertThat(ProtocolVersions.in(frame)).isEqualTo(new ProtocolVersions(6, 8, 3));
        assertThat(ProtocolVersions.peerIn(frame)).isEqualTo(peer.key().peer());
        assertThat(ProtocolVersions.in(new byte[]{'G', 'R', 'P', 'V', 3, 'a', 'n', 'n'})).isEqualTo(versions(3, 3));
        assertThatThrownBy(() -> ProtocolVersions.in(new byte[]{1, 2, 3, 4, 5, 6})).isInstanceOf(
                IllegalArgumentException.class);
    }
}
