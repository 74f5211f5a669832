package dev.grapevine.gossip.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.journal.SegmentReader.Ending;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A journal is read back as it was written, and never as anything else. */
class SegmentProperties {

    private static final List<Effect> NOTHING = List.of();
    private static final RecursiveComparisonConfiguration BIT_FOR_BIT = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withComparatorForType(Comparator.comparing(Float::floatToRawIntBits), Float.class)
            .withComparatorForType(Comparator.comparing(Double::doubleToRawLongBits), Double.class)
            .withComparatorForType(
                    Comparator.comparing(ChosenStrategy::name).thenComparing(ChosenStrategy::compression),
                    ChosenStrategy.class)
            .build();

    @Property(tries = 500)
    void everyEventIsReadBack(@ForAll("events") Event event, @ForAll("parameters") float[] start,
            @ForAll boolean known) {
        Optional<float[]> reference = known ? Optional.of(start) : Optional.empty();
        checkReadBack(event, reference, reference);
    }

    /** Results are close to the start of the round, the case that their format is made for. */
    @Property(tries = 200)
    void roundResultsAreReadBackExactly(@ForAll("parameters") float[] start, @ForAll int change) {
        float[] end = start.clone();
        for (int i = 0; i < end.length; i++) {
            end[i] = Float.intBitsToFloat(Float.floatToRawIntBits(end[i]) ^ change >>> i);
        }
        Event event = new Event.RoundFinished(new RoundResult(1, end, 2, 3, 4));
        checkReadBack(event, Optional.of(start), Optional.of(start));
    }

    /** Mutation: reading a result against another start gives another result. */
    @Example
    void differentRoundStartIsDetected() {
        Event event = new Event.RoundFinished(new RoundResult(1, new float[]{1, 2}, 2, 3, 4));
        assertThatThrownBy(() -> checkReadBack(event, Optional.of(new float[]{1, 1}),
                Optional.of(new float[]{1, Math.nextUp(1f)}))).isInstanceOf(AssertionError.class);
    }

    private static void checkReadBack(Event event, Optional<float[]> writtenAgainst, Optional<float[]> readAgainst) {
        byte[] bytes = bytes(event, writtenAgainst);
        Event read = EventCodec.read(new Input(bytes), readAgainst, Rooms.ALL);
        assertThat(bytes(read, Optional.empty())).isEqualTo(bytes(event, Optional.empty()));
        assertThat(read).usingRecursiveComparison(BIT_FOR_BIT).isEqualTo(event);
    }

    private static byte[] bytes(Event event, Optional<float[]> reference) {
        Output out = new Output(64, -1);
        EventCodec.write(out, event, reference);
        return out.toBytes();
    }

    /** No kind of event can be forgotten. */
    @Example
    void everyEventKindIsGenerated() {
        assertThat(JournalArbitraries.eventsByKind().keySet().toArray())
                .containsExactlyInAnyOrder((Object[]) Event.class.getPermittedSubclasses());
        assertThat(JournalArbitraries.timersByKind().keySet().toArray())
                .containsExactlyInAnyOrder((Object[]) Timer.class.getPermittedSubclasses());
    }

    @Property(tries = 200)
    void everyHeaderIsReadBack(@ForAll("headers") SegmentHeader header) throws NotAJournalException {
        byte[] bytes = new SegmentWriter().header(header);
        SegmentHeader read = new SegmentReader(new ByteSource(bytes), Rooms.ALL).header();
        assertThat(new SegmentWriter().header(read)).isEqualTo(bytes);
        assertThat(read).usingRecursiveComparison(BIT_FOR_BIT).isEqualTo(header);
    }

    /** As a later version would write it. */
    @Example
    void unknownKnobMeansAnotherVersion() {
        checkMeansAnotherVersion(new Origin.LooksForRun(ProtocolParameters.DEFAULT, Map.of()), "fanout", "colour",
                "colour");
    }

    @Example
    void unknownStrategyMeansAnotherVersion() {
        Origin origin = new Origin.KnowsRun(new RunPlan(new Charter(List.of()), ProtocolParameters.DEFAULT,
                Rooms.ALL.strategy("pairwise", "modular:3"), new Average(), new float[0]));
        checkMeansAnotherVersion(origin, "pairwise", "push-sum", "strategy push-sum, compression modular:3");
        checkMeansAnotherVersion(origin, "modular:3", "modular:1", "strategy pairwise, compression modular:1");
        checkMeansAnotherVersion(origin, "average", "minimum", "mergeRule minimum");
    }

    private static void checkMeansAnotherVersion(Origin origin, String word, String laterWord, String setting) {
        byte[] bytes = new SegmentWriter()
                .header(new SegmentHeader("9", NodeLife.of(new PeerId("anna"), 1), 1, 0, 0, origin));
        byte[] later = new String(bytes, StandardCharsets.ISO_8859_1).replace(word, laterWord)
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] part = Arrays.copyOfRange(later, JournalFormat.MAGIC_BYTES + SegmentWriter.PREFIX_BYTES, later.length);
        ByteBuffer.wrap(later).putInt(JournalFormat.MAGIC_BYTES + Integer.BYTES, SegmentWriter.checksum(part));
        assertThatThrownBy(() -> new SegmentReader(new ByteSource(later), Rooms.ALL))
                .isInstanceOf(NotAJournalException.class).hasMessage("another version of Grapevine wrote it: it sets '"
                        + setting + "', which this version does not know");
    }

    @Property(tries = 100)
    void truncatedSegmentIsReadToLastWholeEntry(@ForAll("headers") SegmentHeader header,
            @ForAll("fewEvents") List<Event> events, @ForAll @IntRange(max = 1000) int perMille)
            throws NotAJournalException {
        List<Integer> ends = new ArrayList<>();
        byte[] whole = segment(header, events, ends);
        int first = ends.getFirst();
        int length = first + (whole.length - first) * perMille / 1000;
        SegmentReader reader = new SegmentReader(new ByteSource(Arrays.copyOf(whole, length)), Rooms.ALL);
        int entries = count(reader);
        int wholeEntries = (int) ends.stream().filter(end -> end <= length).count() - 1;
        assertThat(entries).isEqualTo(wholeEntries);
        assertThat(reader.position()).isEqualTo(ends.get(wholeEntries).longValue());
        assertThat(reader.ending()).isEqualTo(ends.contains(length) ? Ending.WHOLE : Ending.CUT_OFF);
        byte[] withZeros = Arrays.copyOf(Arrays.copyOf(whole, ends.get(wholeEntries)), whole.length + 4096);
        SegmentReader afterPowerLoss = new SegmentReader(new ByteSource(withZeros), Rooms.ALL);
        assertThat(count(afterPowerLoss)).isEqualTo(wholeEntries);
        assertThat(afterPowerLoss.ending()).isEqualTo(Ending.CUT_OFF);
    }

    @Property(tries = 300)
    void flippedBitIsDetected(@ForAll("headers") SegmentHeader header,
            @ForAll("fewEvents") List<Event> events, @ForAll @IntRange(max = 10_000) int place,
            @ForAll @IntRange(max = 7) int bit) {
        List<Integer> ends = new ArrayList<>();
        byte[] bytes = segment(header, events, ends);
        int at = (int) ((long) (bytes.length - 1) * place / 10_000);
        bytes[at] ^= (byte) (1 << bit);
        try {
            SegmentReader reader = new SegmentReader(new ByteSource(bytes), Rooms.ALL);
            int entries = count(reader);
            assertThat(at).isGreaterThanOrEqualTo(ends.getFirst());
            assertThat(reader.ending()).isNotEqualTo(Ending.WHOLE);
            assertThat(entries).isEqualTo((int) ends.stream().filter(end -> end <= at).count() - 1);
        } catch (NotAJournalException e) {
            assertThat(at).isLessThan(ends.getFirst());
        }
    }

    @Property(tries = 500)
    void arbitraryBytesAreHarmless(@ForAll byte[] bytes, @ForAll @IntRange(max = 3) int kind) {
        byte[] part = bytes.clone();
        if (kind > 0 && part.length > 0) {
            // Bytes after a valid magic number and checksum, to reach the event's reader too.
            part[0] = SegmentWriter.EVENT;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(kind == 3 ? bytes : JournalFormat.magic());
        file.writeBytes(SegmentWriter.part(part));
        try {
            count(new SegmentReader(new ByteSource(file.toByteArray()), Rooms.ALL));
        } catch (NotAJournalException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** After a valid header, entries with correct checksums and arbitrary content. */
    @Property(tries = 1000)
    void arbitraryEntriesAreHarmless(@ForAll("headers") SegmentHeader header, @ForAll("events") Event event,
            @ForAll @IntRange(max = 400) int at, @ForAll byte value) throws NotAJournalException {
        byte[] framed = new SegmentWriter().event(Duration.ofNanos(1), event);
        byte[] content = Arrays.copyOfRange(framed, SegmentWriter.PREFIX_BYTES, framed.length);
        content[at % content.length] = value;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new SegmentWriter().header(header));
        file.writeBytes(SegmentWriter.part(content));
        SegmentReader reader = new SegmentReader(new ByteSource(file.toByteArray()), Rooms.ALL);
        assertThat(count(reader)).isBetween(0, 1);
        assertThat(reader.ending()).isNotEqualTo(Ending.CUT_OFF);
    }

    private static byte[] segment(SegmentHeader header, List<Event> events, List<Integer> ends) {
        SegmentWriter writer = new SegmentWriter();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(writer.header(header));
        ends.add(file.size());
        for (int i = 0; i < events.size(); i++) {
            file.writeBytes(writer.event(Duration.ofNanos(i), events.get(i)));
            ends.add(file.size());
            file.writeBytes(writer.stepHash(NOTHING, i));
            ends.add(file.size());
        }
        return file.toByteArray();
    }

    private static int count(SegmentReader reader) {
        int entries = 0;
        while (reader.next().isPresent()) {
            reader.stepped(NOTHING);
            entries++;
        }
        return entries;
    }

    @Provide
    Arbitrary<Event> events() {
        return JournalArbitraries.events();
    }

    @Provide
    Arbitrary<List<Event>> fewEvents() {
        return JournalArbitraries.events().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<SegmentHeader> headers() {
        return JournalArbitraries.headers();
    }

    @Provide
    Arbitrary<float[]> parameters() {
        return JournalArbitraries.parameters();
    }
}
