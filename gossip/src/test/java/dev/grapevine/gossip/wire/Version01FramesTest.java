package dev.grapevine.gossip.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.gossip.room.Rooms;

/** Frames as version 0.1 sent them. */
class Version01FramesTest {

    static List<String> frames() throws IOException {
        try (InputStream file = Version01FramesTest.class.getResourceAsStream("/version-0.1/frames.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameOfVersion01IsRefused(String line) {
        byte[] frame = HexFormat.of().parseHex(line.split(": ")[1]);
        assertThatThrownBy(() -> Rooms.ALL.frames(1 << 16).decode(frame)).isInstanceOf(MalformedFrameException.class)
                .hasMessage("protocol version 3, not 5");
    }
}
