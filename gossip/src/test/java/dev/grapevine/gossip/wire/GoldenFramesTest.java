package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Forge;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.room.Rooms;

/**
 * Some frames of each message, byte by byte, in {@code frames.golden} beside the transcripts of its room: a changed
 * frame changes the protocol, and needs a new {@link FrameCodec#VERSION}.
 */
class GoldenFramesTest {

    private static final Path FOLDER = Path.of("src/test/resources/rooms");

    /** A message, and its frame from life 3 to life 300. */
    record Golden(String words, String hex) {

        Message message() {
            List<String> parts = List.of(words.split(" "));
            return Forge.message(Rooms.ALL.messages(), parts.getFirst(), parts.subList(1, parts.size()));
        }
    }

    static List<Golden> all() throws IOException {
        List<Golden> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(path -> path.endsWith("frames.golden")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    int colon = line.lastIndexOf(": ");
                    if (!line.startsWith("#")) {
                        all.add(new Golden(line.substring(0, colon), line.substring(colon + 2)));
                    }
                }
            }
        }
        return all;
    }

    private final FrameCodec frames = Rooms.ALL.frames(1 << 16);

    @ParameterizedTest
    @MethodSource("all")
    void frameIsEncodedAsBefore(Golden golden) {
        byte[] frame = frames.encode(new Envelope(3, 300, golden.message()));
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(golden.hex);
    }

    @ParameterizedTest
    @MethodSource("all")
    void frameIsDecodedAsBefore(Golden golden) throws MalformedFrameException {
        Envelope envelope = frames.decode(HexFormat.of().parseHex(golden.hex));
        assertThat(envelope).usingRecursiveComparison().isEqualTo(new Envelope(3, 300, golden.message()));
    }

    @Test
    void noMessageIsMissing() throws IOException {
        List<String> known = all().stream().map(golden -> golden.message().getClass().getSimpleName()).toList();
        assertThat(Rooms.ALL.messages().types()).extracting(MessageType::type).extracting(Class::getSimpleName)
                .allMatch(known::contains);
    }
}
