package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.Message.Envelope;
import dev.grapevine.gossip.peers.ClassShares;

/**
 * One frame of each message, byte by byte: whoever changes one changes the protocol, and has to change
 * {@link FrameCodec#VERSION}. All are from the sender's life 3 to the receiver's life 300, thus begin with 03 03 ac02.
 */
class GoldenFramesTest {

    private static final byte[] PAYLOAD = {0, 1, -1};
    private static final Charter CHARTER = new Charter(
            List.of(new Charter.Term("model", "mlp:128", true), new Charter.Term("é", "", false)));

    private record Golden(String name, Message message, String hex) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Golden> ALL = List.of(
            new Golden("CharterRequest", new Message.CharterRequest(), "03 03 ac02 0a"),
            new Golden("CharterReply without charter", new Message.CharterReply(Optional.empty(), 0),
                    "03 03 ac02 0b 00 00"),
            new Golden("CharterReply", new Message.CharterReply(Optional.of(CHARTER), 200),
                    "03 03 ac02 0b 01 02 05 6d6f64656c 07 6d6c703a313238 01 02 c3a9 00 00 c801"),
            new Golden("CopyRequest", new Message.CopyRequest(130), "03 03 ac02 0c 8201"),
            new Golden("CopyReply", new Message.CopyReply(5, PAYLOAD), "03 03 ac02 0d 05 03 0001ff"),
            new Golden("SumsRequest", new Message.SumsRequest(), "03 03 ac02 0e"),
            new Golden("SumsReply", new Message.SumsReply(PAYLOAD), "03 03 ac02 0f 03 0001ff"),
            new Golden("SumsReply with nothing to tell", new Message.SumsReply(new byte[0]), "03 03 ac02 0f 00"),
            new Golden("ClassSharesNotice",
                    new Message.ClassSharesNotice(0x0123_4567_89ab_cdefL,
                            ClassShares.ofRows(new long[]{1, 0, 3}).orElseThrow()),
                    "03 03 ac02 10 efcdab8967452301 03 4000bf"),
            new Golden("Offer", new Message.Offer(7, 0x0123_4567_89ab_cdefL, 9),
                    "03 03 ac02 14 07 efcdab8967452301 09"),
            new Golden("Accept", new Message.Accept(7), "03 03 ac02 15 07"),
            new Golden("Decline, busy", new Message.Decline(7, Message.Refusal.BUSY, "no"),
                    "03 03 ac02 16 07 00 02 6e6f"),
            new Golden("Decline, charter", new Message.Decline(7, Message.Refusal.CHARTER, ""),
                    "03 03 ac02 16 07 01 00"),
            new Golden("Decline, not running", new Message.Decline(7, Message.Refusal.NOT_RUNNING, ""),
                    "03 03 ac02 16 07 02 00"),
            new Golden("BlockRequest", new Message.BlockRequest(7, 2, 3, new Grid(12, 4), PAYLOAD),
                    "03 03 ac02 17 07 02 03 0c 04 03 0001ff"),
            new Golden("BlockRest", new Message.BlockRest(7, 2, 3, new Grid(12, 4), PAYLOAD),
                    "03 03 ac02 1f 07 02 03 0c 04 03 0001ff"),
            new Golden("BlockReply", new Message.BlockReply(7, 2, 3, new Grid(12, 4), PAYLOAD),
                    "03 03 ac02 18 07 02 03 0c 04 03 0001ff"),
            new Golden("BlockOutOfReach", new Message.BlockOutOfReach(7, 2), "03 03 ac02 19 07 02"),
            new Golden("BlockDone", new Message.BlockDone(7, 2), "03 03 ac02 1a 07 02"),
            new Golden("BlockQuery", new Message.BlockQuery(7, 2), "03 03 ac02 1b 07 02"),
            new Golden("BlockUnread", new Message.BlockUnread(7, 2), "03 03 ac02 1c 07 02"),
            new Golden("BlockReminder", new Message.BlockReminder(7, 2), "03 03 ac02 1d 07 02"),
            new Golden("Leaving", new Message.Leaving(), "03 03 ac02 1e"));

    private final FrameCodec frames = new FrameCodec(1 << 16);

    @ParameterizedTest
    @FieldSource("ALL")
    void isEncodedAsItAlwaysWas(Golden golden) {
        byte[] frame = frames.encode(new Envelope(3, 300, golden.message));
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(golden.hex.replace(" ", ""));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void isDecodedAsItAlwaysWas(Golden golden) throws MalformedFrameException {
        Envelope envelope = frames.decode(HexFormat.of().parseHex(golden.hex.replace(" ", "")));
        assertThat(envelope).usingRecursiveComparison().isEqualTo(new Envelope(3, 300, golden.message));
    }

    @Test
    void noMessageIsMissing() {
        List<Class<?>> missing = new ArrayList<>(leaves(Message.class));
        assertThat(missing).hasSize(19);
        ALL.forEach(golden -> missing.remove(golden.message.getClass()));
        assertThat(missing).isEmpty();
    }

    private static List<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            leaves.addAll(leaves(permitted));
        }
        return leaves;
    }
}
