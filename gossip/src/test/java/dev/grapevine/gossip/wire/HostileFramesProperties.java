package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.room.Rooms;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;

/**
 * Decoding any bytes gives a message or a {@link MalformedFrameException}, and takes no more memory than the frame's
 * length justifies. The system property {@code grapevine.fuzz} gives the number of frames.
 */
class HostileFramesProperties {

    private static final int FRAMES = Integer.getInteger("grapevine.fuzz", 100_000);
    private static final int LONGEST_FRAME = 2000;
    private static final int HONEST_FRAMES = 1000;
    /** Memory for a message or an exception with its stack trace. */
    private static final int MEMORY_EACH = 24 << 10;
    /** Text is copied, and then decoded from UTF-8. */
    private static final int MEMORY_PER_BYTE = 8;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RandomStream random = new RandomStream(2026);

    /** Something that decodes frames. */
    @FunctionalInterface
    private interface Decoder {
        Object decode(byte[] frame) throws MalformedFrameException;
    }

    /** The outcome of decoding. */
    private enum Outcome {
        DECODED, REFUSED, WRONG_EXCEPTION, TOO_MUCH_MEMORY
    }

    @Example
    void anyFrameIsDecodedOrRefused() throws MalformedFrameException {
        FrameCodec frames = Rooms.ALL.frames(LONGEST_FRAME);
        List<byte[]> honest = honestFrames(frames);
        int decoded = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = hostile(honest.get(random.nextInt(honest.size())));
            Outcome outcome = outcome(frames::decode, frame);
            if (outcome == Outcome.DECODED) {
                decoded++;
                byte[] canonical = frames.encode(frames.decode(frame));
                if (!Arrays.equals(canonical, frames.encode(frames.decode(canonical)))) {
                    assertThat(outcome).as("not the same message again: %s", hex(frame)).isNull();
                }
            } else if (outcome != Outcome.REFUSED) {
                assertThat(outcome).as(hex(frame)).isEqualTo(Outcome.REFUSED);
            }
        }
        // Otherwise the frames would be so broken, or so little, that they try only some of the checks.
        assertThat(decoded).isBetween(FRAMES / 50, FRAMES / 2);
    }

    @Example
    void claimsOfHugeContentsAllocateNothing() {
        FrameCodec frames = Rooms.ALL.frames(LONGEST_FRAME);
        for (String hex : List.of("05 01 01 0d 05 80cab5ee01", "05 01 01 0f 80cab5ee01", "05 01 01 0f ffffffff07",
                "05 01 01 0b 01 ffffffff07",
                "05 01 01 0b 01 40 80cab5ee01", "05 01 01 16 07 00 ffffffff07",
                "05 01 01 17 07 02 03 0c 04 80cab5ee01", "05 01 01 18 07 02 03 0c 04 ffffffff07")) {
            byte[] frame = Arrays.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")), 40);
            assertThat(outcome(frames::decode, frame)).as(hex).isEqualTo(Outcome.REFUSED);
        }
    }

    @Example
    void manySmallTermsTakeBoundedMemory() {
        FrameCodec frames = Rooms.ALL.frames(LONGEST_FRAME);
        StringBuilder hex = new StringBuilder("0501010b0140");
        for (int term = 0; term < 64; term++) {
            hex.append("02").append(HexFormat.of().toHexDigits((short) (0x3030 + term))).append("0001");
        }
        assertThat(outcome(frames::decode, HexFormat.of().parseHex(hex + "00"))).isEqualTo(Outcome.DECODED);
    }

    @Example
    void credulousDecoderIsNoticed() {
        byte[] frame = new byte[40];
        assertThat(outcome(bytes -> new byte[1 << 16], frame)).isEqualTo(Outcome.TOO_MUCH_MEMORY);
        assertThat(outcome(bytes -> bytes[bytes.length], frame)).isEqualTo(Outcome.WRONG_EXCEPTION);
        assertThat(outcome(bytes -> bytes, frame)).isEqualTo(Outcome.DECODED);
    }

    private Outcome outcome(Decoder decoder, byte[] frame) {
        Outcome outcome = measuredOnce(decoder, frame);
        // The virtual machine links an expression when it is first used: memory that is not taken again.
        return outcome == Outcome.TOO_MUCH_MEMORY ? measuredOnce(decoder, frame) : outcome;
    }

    private Outcome measuredOnce(Decoder decoder, byte[] frame) {
        Outcome outcome;
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            outcome = decoder.decode(frame) == null ? Outcome.WRONG_EXCEPTION : Outcome.DECODED;
        } catch (MalformedFrameException expected) {
            outcome = Outcome.REFUSED;
        } catch (RuntimeException | Error wrong) {
            return Outcome.WRONG_EXCEPTION;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        return allocated > MEMORY_EACH + (long) MEMORY_PER_BYTE * frame.length ? Outcome.TOO_MUCH_MEMORY : outcome;
    }

    private static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }

    private static List<byte[]> honestFrames(FrameCodec frames) {
        RandomGenerator<Envelope> envelopes = MessageArbitraries.envelopes().generator(HONEST_FRAMES);
        Random seeded = new Random(1);
        List<byte[]> honest = new ArrayList<>();
        for (int i = 0; i < HONEST_FRAMES; i++) {
            honest.add(frames.encode(envelopes.next(seeded).value()));
        }
        return honest;
    }

    /** A frame damaged by accident or malice. */
    private byte[] hostile(byte[] honest) {
        return switch (random.nextInt(8)) {
            case 0 -> randomBytes(random.nextInt(100));
            case 1 -> startingLike(honest, 1, randomBytes(random.nextInt(100)));
            case 2 ->
                startingLike(honest, 1 + random.nextInt(Math.min(30, honest.length)), randomBytes(random.nextInt(100)));
            case 3 -> Arrays.copyOf(honest, random.nextInt(honest.length));
            case 4 -> startingLike(honest, honest.length, randomBytes(1 + random.nextInt(20)));
            case 5 -> randomBytes(LONGEST_FRAME + 1 + random.nextInt(LONGEST_FRAME));
            case 6 -> withHugeNumber(honest);
            default -> withFlippedBits(honest);
        };
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] startingLike(byte[] honest, int length, byte[] rest) {
        byte[] frame = Arrays.copyOf(honest, length + rest.length);
        System.arraycopy(rest, 0, frame, length, rest.length);
        return frame;
    }

    /** Somewhere in the beginning, where lengths are. */
    private byte[] withHugeNumber(byte[] honest) {
        byte[] frame = honest.clone();
        int from = random.nextInt(Math.min(40, frame.length));
        for (int i = from; i < Math.min(frame.length, from + 4); i++) {
            frame[i] = (byte) 0xff;
        }
        return frame;
    }

    private byte[] withFlippedBits(byte[] honest) {
        byte[] frame = honest.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }
}
