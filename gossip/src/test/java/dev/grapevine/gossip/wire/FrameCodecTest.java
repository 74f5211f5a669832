package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.message.Forge;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.MessageTable;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.room.Rooms;

class FrameCodecTest {

    private final FrameCodec frames = Rooms.ALL.frames(100);

    /** A step with this error has had no effect, unlike one with any other error. */
    @Test
    void missingMemoryIsReported() {
        FrameCodec poor = new FrameCodec(new MessageTable(List.of(new MessageType<>(10, Leaving.class, (m, out) -> {},
                in -> {
                    throw new OutOfMemoryError("Java heap space");
                }, m -> ""))), 100);
        assertThatThrownBy(() -> poor.decode(new byte[]{FrameCodec.VERSION, 1, 1, 10}))
                .isInstanceOf(FrameMemoryError.class).hasMessage("no memory to read a frame of 4 bytes");
    }

    @Test
    void classNamesInFramesAreRefused() {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(false);
        for (Object content : List.of(new Leaving(), new ArrayList<>(), new StringBuilder("text"), "text",
                17)) {
            Output out = new Output(16, 1000);
            out.writeBytes(new byte[]{FrameCodec.VERSION, 1, 1});
            kryo.writeClassAndObject(out, content);
            assertThatThrownBy(() -> Rooms.ALL.frames(1000).decode(out.toBytes()))
                    .isInstanceOf(MalformedFrameException.class).hasMessageStartingWith("no message has number");
        }
    }

    @Test
    void unknownMessageNumbersAreRefused() {
        List<Integer> known = Rooms.ALL.messages().types().stream().<Integer>map(MessageType::number).toList();
        for (int number = 0; number < 128; number++) {
            if (!known.contains(number)) {
                assertMalformed(new byte[]{FrameCodec.VERSION, 1, 1, (byte) number},
                        "no message has number " + number);
            }
        }
        assertMalformed("05 01 01 ffffffff0f", "no message has number -1");
    }

    @Test
    void otherVersionsAreRefused() {
        assertMalformed("01 01 01 1e", "protocol version 1, not 5");
        assertMalformed("ff 01 01 1e", "protocol version 255, not 5");
    }

    @Test
    void lengthsOfFramesAreLimited() {
        assertMalformed(new byte[0], "0 bytes");
        assertMalformed(new byte[101], "101 bytes");
        byte[] longest = {FrameCodec.VERSION, 1, 1, 13, 5, 94};
        assertThat(decode(Arrays.copyOf(longest, 100)).message()).isInstanceOf(CopyMessage.CopyReply.class);
    }

    @Test
    void longerFramesAreNotWritten() {
        Message fits = new CopyMessage.CopyReply(5, new byte[94]);
        Message tooLong = new CopyMessage.CopyReply(5, new byte[95]);
        assertThat(frames.encode(new Envelope(1, 1, fits))).hasSize(100);
        assertThatThrownBy(() -> frames.encode(new Envelope(1, 1, tooLong))).isInstanceOf(RuntimeException.class);
        assertThat(frames.encode(new Envelope(1, 1, fits))).hasSize(100);
    }

    @Test
    void claimedLengthBeyondTheFrameIsRefused() {
        assertMalformed("05 01 01 0d 05 ffffffff07", "an array of 2147483647 bytes where 0 remain");
        assertMalformed("05 01 01 0d 05 ffffffff0f", "an array of -1 bytes where 0 remain");
        assertMalformed("05 01 01 0d 05 02 00", "an array of 2 bytes where 1 remain");
        assertMalformed("05 01 01 0f 03 0000", "an array of 3 bytes where 2 remain");
        assertMalformed("05 01 01 0f ffffffff07", "an array of 2147483647 bytes where 0 remain");
        assertMalformed("05 01 01 0b 01 ffffffff07", "number of terms 2147483647 where at most 64 is allowed");
    }

    @Test
    void numbersOutsideTheirRangeAreRefused() {
        assertMalformed("05 01 01 0c 81808008", "block 16777217 where at most 16777216 is allowed");
        assertMalformed("05 01 01 16 07 03 00", "refusal 3 where at most 2 is allowed");
        assertMalformed("05 01 01 17 07 02 03 1f 04 00", "a lattice of step 2^31 / 1 with 4 bits");
        assertMalformed("05 01 01 17 07 02 03 ff 04 00", "a lattice of step 2^31 / 15 with 4 bits");
        assertMalformed("05 01 01 17 07 02 03 00 01 00", "a lattice of step 2^0 / 1 with 1 bits");
        assertMalformed("05 01 01 17 07 02 818004 00 04 00",
                "divisor of a step 65537 where at most 65535 is allowed");
        assertMalformed("05 01 01 17 07 02 00 00 04 00", "a step of 1/1");
        assertMalformed("05 01 01 15 ffffffffffffffffff", "sequence -1 is negative");
        assertMalformed("05 ffffffffffffffffff 01 1e", "incarnation -1 is negative");
        assertMalformed("05 00 01 1e", "a sender without an incarnation");
    }

    private static final List<String> NO_COUNTERS = List.of("charterFingerprint", "seed");

    /** Every counted number in any message: a node counts on from some of them. */
    @Test
    void countersOutsideTheirRangeAreRefused() throws IOException {
        Set<String> tried = new TreeSet<>();
        for (Message message : GoldenFramesTest.all().stream().map(GoldenFramesTest.Golden::message).toList()) {
            for (RecordComponent counter : message.getClass().getRecordComponents()) {
                if (counter.getType() == long.class && !NO_COUNTERS.contains(counter.getName())) {
                    tried.add(counter.getName());
                    assertRange(message, counter,
                            counter.getName().equals("first") ? FieldBytes.INCARNATION_MAX : FieldBytes.COUNT_MAX);
                }
            }
        }
        assertThat(tried).containsExactly("age", "first", "round", "rounds", "sequence");
    }

    private void assertRange(Message message, RecordComponent counter, long most) {
        assertThat(decode(frames.encode(new Envelope(1, 1, with(message, counter, most)))).message())
                .hasSameClassAs(message);
        for (long number : new long[]{most + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> frames.decode(frames.encode(new Envelope(1, 1, with(message, counter, number)))))
                    .as("%s of %s", counter, message).isInstanceOf(MalformedFrameException.class)
                    .hasMessageEndingWith("where at most " + most + " is allowed");
        }
    }

    private static Message with(Message message, RecordComponent counter, long number) {
        return Forge.message(message.getClass(), component -> {
            try {
                return component.getName().equals(counter.getName()) ? number : component.getAccessor().invoke(message);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void largestIncarnationIsReadable() {
        long latest = FieldBytes.INCARNATION_MAX;
        assertThat(latest + 1).isPositive();
        assertThat(decode(frames.encode(new Envelope(latest, latest, new Leaving()))).senderIncarnation())
                .isEqualTo(latest);
        for (Envelope tooLate : List.of(new Envelope(latest + 1, 1, new Leaving()),
                new Envelope(1, latest + 1, new Leaving()))) {
            assertMalformed(frames.encode(tooLate),
                    "incarnation 4611686018427387905 where at most 4611686018427387904 is allowed");
        }
    }

    @Test
    void charterWithADuplicateTermIsRefused() {
        assertMalformed("05 01 01 0b 01 02 01 61 00 01 01 61 00 01 00",
                "A charter has at most " + Charter.MAX_TERMS + " terms, each once");
    }

    private void assertMalformed(String hex, String message) {
        assertMalformed(HexFormat.of().parseHex(hex.replace(" ", "")), message);
    }

    private void assertMalformed(byte[] frame, String message) {
        assertThatThrownBy(() -> frames.decode(frame)).isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }

    private Envelope decode(byte[] frame) {
        try {
            return frames.decode(frame);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
