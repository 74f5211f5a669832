package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.journal.Entry;
import dev.grapevine.gossip.journal.NotAJournalException;
import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.journal.SegmentReader;
import dev.grapevine.gossip.journal.StepHash;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.node.store.JournalFile;
import dev.grapevine.node.words.UserMistakeException;

/** A journal stays within its limit, has the last events, and ends where it cannot be written. */
class EventRecorderTest {

    private static final long LIMIT = JournalFile.LIMIT_BYTES_MIN;
    private static final PeerId SELF = new PeerId("self");

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();
    private final RandomStream random = new RandomStream(1);
    private PeerProtocol protocol;
    private EventRecorder recorder;
    private Duration now = Duration.ZERO;
    private long events;
    private long largest;

    @AfterEach
    void close() {
        if (recorder != null) {
            recorder.close();
        }
    }

    private Path file() {
        return folder.resolve("journal");
    }

    private Path before() {
        return folder.resolve("journal.before");
    }

    private void begin(Origin origin, long incarnation) {
        SegmentHeader header = new SegmentHeader("0.1.0", NodeLife.of(SELF, incarnation), 7, 0, 0, origin);
        protocol = header.protocol(Rooms.ALL);
        recorder = new EventRecorder(JournalFile.open(file(), LIMIT), header, notices::add);
    }

    private static RunPlan plan(int parameters) {
        return new RunPlan(new Charter(List.of()), ProtocolParameters.DEFAULT,
                Rooms.ALL.strategy("pairwise", "modular:3"), new Average(),
                new float[parameters]);
    }

    /** Handles an event and, as long as there are rounds to train, the events that follow from it. */
    private void happen(Event event, int rounds) {
        Event next = event;
        for (int left = rounds; next != null; left--) {
            now = now.plusMillis(50);
            List<Effect> effects = recorder.step(protocol, now, next);
            events++;
            largest = Math.max(largest, size(file()) + size(before()));
            next = left == 0 ? null : effects.stream().<Event>mapMulti((effect, to) -> {
                if (effect instanceof Effect.StartRound round) {
                    to.accept(new Event.RoundFinished(trained(round)));
                }
            }).findFirst().orElse(null);
        }
    }

    private RoundResult trained(Effect.StartRound round) {
        float[] end = round.start().clone();
        for (int i = 0; i < end.length; i++) {
            end[i] += (float) (0.01 * random.nextGaussian());
        }
        return new RoundResult(round.round(), end, round.steps(), 1, 1);
    }

    @Test
    void journalStaysWithinLimitAndHasLastEvents() {
        begin(new Origin.KnowsRun(plan(5000)), 1);
        happen(new Event.Started(), 120);
        assertThat(largest).isGreaterThan(LIMIT / 2).isLessThanOrEqualTo(LIMIT);
        assertThat(notices).singleElement().asString().isEqualTo("The journal " + file()
                + " has reached its limit: from now on its oldest half is dropped when it is full");
        SegmentReader earlier = read(before());
        SegmentReader later = read(file());
        assertThat(earlier.header().isFollowedBy(later.header())).isTrue();
        assertThat(earlier.header().segment()).isGreaterThanOrEqualTo(1);
        PeerProtocol replayed = replay(earlier, later.header().eventsBefore());
        assertThat(((Origin.FromSnapshot) later.header().origin()).snapshot()).isEqualTo(replayed.save());
        assertThat(replay(later, events).save()).isEqualTo(protocol.save());
    }

    /** Replays the events of a segment; the hashes must be the same. */
    private static PeerProtocol replay(SegmentReader reader, long lastEvent) {
        PeerProtocol protocol = reader.header().protocol(Rooms.ALL);
        long number = reader.header().eventsBefore();
        for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            Entry.EventEntry happened = (Entry.EventEntry) entry.get();
            List<Effect> effects = protocol.step(happened.at(), happened.event());
            reader.stepped(effects);
            assertThat(reader.next()).contains(new Entry.HashEntry(StepHash.of(effects, protocol)));
            number++;
        }
        assertThat(reader.ending()).isEqualTo(SegmentReader.Ending.WHOLE);
        assertThat(number).isEqualTo(lastEvent);
        return protocol;
    }

    @Test
    void journalOfEarlierLifeIsKept() {
        begin(new Origin.LooksForRun(ProtocolParameters.DEFAULT, Map.of("model", "linear")), 1);
        happen(new Event.Started(), 0);
        recorder.close();
        begin(new Origin.KnowsRun(plan(10)), 2);
        happen(new Event.Started(), 3);
        assertThat(read(before()).header().life().incarnation()).isEqualTo(1);
        assertThat(read(file()).header().life().incarnation()).isEqualTo(2);
    }

    @Test
    void tooLargeReplicaEndsOnlyJournal() {
        begin(new Origin.KnowsRun(plan(100_000)), 1);
        happen(new Event.Started(), 5);
        assertThat(protocol.rounds()).isEqualTo(5);
        assertThat(notices).singleElement().asString().startsWith("The journal " + file()
                + " ends here and the node goes on: ").contains("has to fit into half of record-limit");
        assertThat(largest).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void unwritableFileEndsOnlyJournal() throws IOException {
        begin(new Origin.KnowsRun(plan(5000)), 1);
        Files.createDirectory(folder.resolve("journal.unfinished"));
        happen(new Event.Started(), 120);
        assertThat(protocol.rounds()).isEqualTo(120);
        assertThat(notices).singleElement().asString().startsWith("The journal " + file() + " ends here");
        assertThat(read(file()).header().segment()).isZero();
    }

    /** A full disk, even in the middle of an entry, ends the journal with a sentence and nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 30})
    void fullDiskEndsOnlyJournal(int writes) {
        SegmentHeader header = new SegmentHeader("0.1.0", NodeLife.of(SELF, 1), 7, 0, 0, new Origin.KnowsRun(plan(10)));
        protocol = header.protocol(Rooms.ALL);
        recorder = new EventRecorder(JournalFile.open(file(), LIMIT, appended -> full(appended, writes)), header,
                notices::add);
        happen(new Event.Started(), 40);
        assertThat(protocol.rounds()).isEqualTo(40);
        assertThat(notices).containsExactly("The journal " + file()
                + " ends here and the node goes on: java.io.IOException: No space left on device");
        recorder.close();
        assertThat(notices).hasSize(1);
        SegmentReader reader = read(file());
        assertThat(reader.header().segment()).isZero();
    }

    /** Accepts this many writes, and half of the next one. */
    private static WritableByteChannel full(Path file, int writes) throws IOException {
        WritableByteChannel there = FileChannel.open(file, StandardOpenOption.APPEND);
        int[] left = {writes};
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                left[0]--;
                if (left[0] < -1) {
                    throw new IOException("No space left on device");
                }
                ByteBuffer some = bytes.slice(bytes.position(),
                        left[0] < 0 ? bytes.remaining() / 2 : bytes.remaining());
                int written = there.write(some);
                bytes.position(bytes.position() + written);
                return written;
            }

            @Override
            public boolean isOpen() {
                return there.isOpen();
            }

            @Override
            public void close() throws IOException {
                there.close();
                throw new IOException("No space left on device");
            }
        };
    }

    @Test
    void failingStepIsRecorded() {
        begin(new Origin.KnowsRun(plan(10)), 1);
        happen(new Event.Started(), 0);
        Event deadly = new Event.RoundFinished(new RoundResult(1, new float[3], 1, 1, 1));
        assertThatThrownBy(() -> recorder.step(protocol, now, deadly)).isInstanceOf(RuntimeException.class);
        SegmentReader reader = read(file());
        reader.next();
        reader.next();
        assertThat(reader.next()).hasValueSatisfying(entry -> assertThat(((Entry.EventEntry) entry).event())
                .usingRecursiveComparison().isEqualTo(deadly));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void journalOfOtherVersionIsKept() throws IOException {
        Files.writeString(file(), "GRPVJNL1 and so on");
        JournalFile.open(file(), LIMIT).begin(new byte[]{1, 2});
        assertThat(file().resolveSibling(file().getFileName() + SegmentHeader.BEFORE_SUFFIX))
                .hasContent("GRPVJNL1 and so on");
        assertThat(file()).hasBinaryContent(new byte[]{1, 2});
    }

    @Test
    void otherFileIsUntouched() throws IOException {
        Files.writeString(file(), "a,b,label\n1,2,red\n");
        assertThatThrownBy(() -> JournalFile.open(file(), LIMIT)).isInstanceOf(UserMistakeException.class)
                .hasMessage("record is " + file()
                        + ", which is a file of another kind: allowed are a new file and a journal");
        Path nowhere = folder.resolve("missing/journal");
        assertThatThrownBy(() -> JournalFile.open(nowhere, LIMIT)).isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith("record is " + nowhere + ", which cannot be written: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999_999})
    void tooSmallLimitIsMistake(long limit) {
        assertThatThrownBy(() -> JournalFile.open(file(), limit)).isInstanceOf(UserMistakeException.class)
                .hasMessageEndingWith(": allowed are 1MB and more");
    }

    private static SegmentReader read(Path file) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(Files.readAllBytes(file));
            return new SegmentReader(count -> {
                byte[] next = new byte[Math.min(count, in.available())];
                in.readNBytes(next, 0, next.length);
                return next;
            }, Rooms.ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NotAJournalException e) {
            throw new AssertionError(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
