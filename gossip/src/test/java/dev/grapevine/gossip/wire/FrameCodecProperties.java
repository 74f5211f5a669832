package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.room.Rooms;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameCodecProperties {

    private static final int LONGEST_FRAME = 1 << 16;

    private final FrameCodec frames = Rooms.ALL.frames(LONGEST_FRAME);

    @Property(tries = 3000)
    void everyMessageArrivesAsItWasSent(@ForAll("envelopes") Envelope envelope) throws MalformedFrameException {
        Envelope arrived = Rooms.ALL.frames(LONGEST_FRAME).decode(frames.encode(envelope));
        assertThat(arrived).usingRecursiveComparison().isEqualTo(envelope);
    }

    /** The incarnations are of all lengths. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void numberIsReadWithoutTheMessage(@ForAll("envelopes") Envelope envelope) {
        assertThat(FrameCodec.messageNumber(frames.encode(envelope)))
                .isEqualTo(Rooms.ALL.messages().of(envelope.message()).number());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theSameMessageAlwaysHasTheSameBytes(@ForAll("envelopes") Envelope one, @ForAll("envelopes") Envelope other) {
        byte[] first = frames.encode(one);
        frames.encode(other);
        assertThat(frames.encode(one)).isEqualTo(first);
        assertThat(Rooms.ALL.frames(LONGEST_FRAME).encode(one)).isEqualTo(first);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void truncatedOrExtendedFrameIsRefused(@ForAll("envelopes") Envelope envelope,
            @ForAll @IntRange(max = 1000) int cut,
            @ForAll @Size(min = 1, max = 20) byte[] more) {
        byte[] frame = frames.encode(envelope);
        byte[] truncated = Arrays.copyOf(frame, Math.floorMod(cut, frame.length));
        byte[] extended = Arrays.copyOf(frame, frame.length + more.length);
        System.arraycopy(more, 0, extended, frame.length, more.length);
        assertThatThrownBy(() -> frames.decode(truncated)).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> frames.decode(extended)).isInstanceOf(MalformedFrameException.class)
                .hasMessage(more.length + " bytes too many");
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void damagedFrameDoesNotAffectTheNext(@ForAll("envelopes") Envelope envelope, @ForAll byte[] damaged)
            throws MalformedFrameException {
        byte[] frame = frames.encode(envelope);
        try {
            frames.decode(damaged);
        } catch (MalformedFrameException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
        assertThat(frames.decode(frame)).usingRecursiveComparison().isEqualTo(envelope);
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        return MessageArbitraries.envelopes();
    }
}
