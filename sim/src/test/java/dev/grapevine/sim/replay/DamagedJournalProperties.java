package dev.grapevine.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to a journal's file: it is replayed as far as it is whole, or refused in one sentence. */
class DamagedJournalProperties {

    private static final int EVENTS = 60;
    private static final byte[] WHOLE = new JournalMaker(1).run(EVENTS).lastSegment();

    @Property(tries = 100)
    void truncatedJournal_isReplayedAsFarAsItGoes(@ForAll @IntRange(max = 10_000) int share) {
        int length = (int) ((long) WHOLE.length * share / 10_000);
        replay(Arrays.copyOf(WHOLE, length)).ifPresent(outcome -> {
            assertThat(outcome.difference()).isEmpty();
            assertThat(outcome.damaged()).isFalse();
            assertThat(outcome.compared() == EVENTS).isEqualTo(length == WHOLE.length);
        });
    }

    @Property(tries = 200)
    void flippedBit_isNeverReplayedAsRecorded(@ForAll @IntRange(max = 100_000) int place,
            @ForAll @IntRange(max = 7) int bit) {
        byte[] bytes = WHOLE.clone();
        bytes[(int) ((long) (WHOLE.length - 1) * place / 100_000)] ^= (byte) (1 << bit);
        replay(bytes).ifPresent(outcome -> {
            assertThat(outcome.difference()).isEmpty();
            assertThat(outcome.compared()).isLessThan(EVENTS);
            assertThat(outcome.remarks()).isNotEmpty();
        });
    }

    /** What came of it; nothing if it was refused. */
    private static Optional<Replay.Outcome> replay(byte[] bytes) {
        Path file = null;
        try {
            file = Files.createTempFile("damaged", ".journal");
            Files.write(file, bytes);
            return Optional.of(Replay.of(file, new ReplayHistory(1)));
        } catch (UserMistakeException e) {
            assertThat(e.getMessage()).doesNotContain("\n").startsWith(file + " is no journal");
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) {
                file.toFile().delete();
            }
        }
    }
}
