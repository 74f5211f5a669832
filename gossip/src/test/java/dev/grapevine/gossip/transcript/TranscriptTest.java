package dev.grapevine.gossip.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.gossip.room.Rooms;

/**
 * Transcripts of nodes, as text files in {@code src/test/resources/rooms}, each about one rule of {@code PROTOCOL.md}.
 *
 * <p>{@code -Dgrapevine.rewrite=true} writes the files anew with the present results: the difference is then to be
 * reviewed.
 */
class TranscriptTest {

    private static final boolean REWRITE = Boolean.getBoolean("grapevine.rewrite");
    private static final Path FOLDER = Path.of("src/test/resources/rooms");
    private static final int LEAST = 25;
    /** One room more than there is: the transcripts of other rooms may not change by that. */
    private static final Rooms ROOMS = Rooms.ALL.with(new ToyRoom());

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void holds(Path file) throws IOException {
        Transcript expected = Transcript.read(file);
        assertThat(expected.comments()).as("a file says in front which rule it shows").isNotEmpty();
        Transcript performed = expected.performed(ROOMS);
        if (REWRITE) {
            Files.writeString(file, performed.text());
        } else {
            assertThat(performed.text()).isEqualTo(expected.text());
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(LEAST);
    }

    @Test
    void unknownCommandIsNamed() {
        for (String command : List.of("dance anna", "nodes anna colour=red", "deliver anna>bert",
                "say a>b Nothing 1")) {
            Transcript wrong = new Transcript(List.of(), List.of(new Transcript.Scene(List.of(command), List.of())));
            assertThatThrownBy(() -> wrong.performed(ROOMS)).as(command).hasMessageContaining(command);
        }
    }
}
