package dev.grapevine.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.journal.JournalFormat;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.MalformedFrameException;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.words.UserMistakeException;

/** A journal is replayed bit for bit; where it says something else than what happens, that is found. */
class ReplayTest {

    private static final int EVENTS = 400;

    @TempDir
    private Path folder;

    private Path file;
    private final ReplayHistory history = new ReplayHistory(2);

    @BeforeEach
    void choose() {
        file = folder.resolve("journal");
    }

    private String report(Replay.Outcome outcome) {
        return String.join("\n", ReplayReport.of(history, outcome));
    }

    @Test
    void journal_replayed_givesTheSameEffects() {
        JournalMaker maker = new JournalMaker(1).run(EVENTS);
        Replay.Outcome outcome = Replay.of(maker.write(file), history);
        assertThat(outcome).isEqualTo(new Replay.Outcome(EVENTS, outcome.difference(), false, List.of()));
        assertThat(outcome.difference()).isEmpty();
        assertThat(history.protocol.save()).isEqualTo(maker.first().save());
        assertThat(history.roundsInstalled).isEqualTo(maker.first().rounds()).isPositive();
        assertThat(history.exchangesStarted + history.exchangesAnswered).isPositive();
        assertThat(history.movement.byTraining()).isPositive();
        assertThat(history.movement.byExchanges()).isPositive();
        assertThat(report(outcome)).contains("Journal of first, life 1, by Grapevine " + GrapevineVersion.text()
                + "; it begins with a run",
                EVENTS + " events from 0.000 s to ", "The same: the effects of " + EVENTS + " events, bit for bit",
                "Phases: running from 0.000 s", "Faults of peers: none", "The last 2 events:");
    }

    @Test
    void segmentedJournal_isReplayedFromTheLastButOne() throws IOException {
        JournalMaker maker = new JournalMaker(2).run(100).cut().run(200).cut().run(EVENTS);
        Replay.Outcome outcome = Replay.of(maker.write(file), history);
        assertThat(outcome.difference()).isEmpty();
        assertThat(outcome.compared()).isEqualTo(EVENTS - 100);
        assertThat(outcome.remarks()).singleElement().asString()
                .isEqualTo(
                        "The first 100 events of this life are not there: the journal keeps what fits into its limit");
        assertThat(history.protocol.save()).isEqualTo(maker.first().save());
        assertThat(history.segments).hasSize(2);

        Files.delete(folder.resolve("journal.before"));
        Replay.Outcome alone = Replay.of(file, new ReplayHistory(0));
        assertThat(alone.difference()).isEmpty();
        assertThat(alone.compared()).isEqualTo(EVENTS - 200);

        new JournalMaker(3).run(10).write(folder.resolve("journal.before"));
        Replay.Outcome beside = Replay.of(file, new ReplayHistory(0));
        assertThat(beside.compared()).isEqualTo(EVENTS - 200);
        assertThat(beside.remarks()).first().asString().contains("journal.before is of another life");
    }

    @Test
    void segment_beginningInAnotherState_isFound() {
        byte[] earlier = new JournalMaker(4).run(150).first().save();
        Path written = new JournalMaker(4).run(200).cut(earlier).run(EVENTS).write(file);
        Replay.Outcome outcome = Replay.of(written, history);
        assertThat(outcome.difference()).hasValueSatisfying(difference -> {
            assertThat(difference.number()).isEqualTo(200);
            assertThat(difference.expected()).isEqualTo("the state that segment 1 begins with");
        });
        assertThat(report(outcome)).contains("Different from event 200 on");
    }

    /** By which a node moves at once, while what it cannot read yet may only show later. */
    private static boolean isReply(byte[] frame) {
        try {
            return Rooms.ALL.frames(1 << 20).decode(frame).message() instanceof ExchangeMessage.BlockReply;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    /** The mutation: one byte of one event is another one, and the checksum says that it is as it was written. */
    @Test
    void changedByte_ofOneEvent_isFound() {
        List<Event> events = new JournalMaker(5).run(EVENTS).events();
        int number = 1 + IntStream.range(EVENTS / 2, EVENTS)
                .filter(i -> events.get(i) instanceof Event.MessageArrived message && isReply(message.bytes()))
                .findFirst().orElseThrow();
        Path written = new JournalMaker(5).altering(number, ReplayTest::withAnotherLastByte).run(EVENTS).write(file);
        Replay.Outcome outcome = Replay.of(written, history);
        assertThat(outcome.compared()).isEqualTo(number - 1);
        assertThat(outcome.difference()).hasValueSatisfying(difference -> {
            assertThat(difference.number()).isEqualTo(number);
            assertThat(difference.event()).startsWith("hears from second: difference in block");
            assertThat(difference.expected()).matches("hash [0-9a-f]{16}");
            assertThat(difference.got()).matches("hash [0-9a-f]{16}: .+");
        });
        assertThat(report(outcome)).contains("Different from event " + number + " on, at ", "  expected: ", "  got: ");
    }

    private static Event withAnotherLastByte(Event event) {
        Event.MessageArrived message = (Event.MessageArrived) event;
        byte[] bytes = message.bytes().clone();
        bytes[bytes.length - 1] ^= 1;
        return new Event.MessageArrived(message.from(), bytes);
    }

    @Test
    void fatalEvent_isReplayed() {
        Event deadly = new Event.RoundFinished(new RoundResult(1, new float[3], 1, 1, 1));
        JournalMaker maker = new JournalMaker(6).run(1).dyingOf(deadly);
        Replay.Outcome outcome = Replay.of(maker.write(file), history);
        assertThat(outcome.difference()).isEmpty();
        assertThat(outcome.compared()).isEqualTo(1);
        assertThat(outcome.remarks()).singleElement().asString()
                .startsWith(
                        "The node ended in event 2 (has trained round 1, 1 step, loss 1.0000), and that is why: java.");
    }

    @Test
    void unfinishedEvent_isReplayed_andNotCompared() {
        JournalMaker maker = new JournalMaker(7).run(20).dyingOf(
                new Event.TimerFired(new Timer.OfConversation(new ConversationKey(10, new PeerId("first"), 1, 0), 1)));
        Replay.Outcome outcome = Replay.of(maker.write(file), history);
        assertThat(outcome.difference()).isEmpty();
        assertThat(outcome.compared()).isEqualTo(20);
        assertThat(outcome.remarks())
                .containsExactly("What event 21 led to was not written any more: it is not compared");
        assertThat(report(outcome)).contains("is due to look again for a run\n      → nothing");
    }

    @Test
    void truncatedJournal_isReplayedToItsEnd() throws IOException {
        byte[] whole = new JournalMaker(8).run(50).lastSegment();
        Files.write(file, Arrays.copyOf(whole, whole.length - 25));
        Replay.Outcome outcome = Replay.of(file, history);
        assertThat(outcome.difference()).isEmpty();
        assertThat(outcome.damaged()).isFalse();
        assertThat(outcome.compared()).isEqualTo(49);
        assertThat(outcome.remarks().getLast()).startsWith(file + " is cut off behind byte ")
                .contains("after event 49");
    }

    @Test
    void fileThatIsNoJournal_isAMistake() throws IOException {
        assertThatThrownBy(() -> Replay.of(file, history)).isInstanceOf(UserMistakeException.class)
                .hasMessage("There is no file " + file + " that can be read");
        Files.writeString(file, "name: a scenario\n");
        assertThatThrownBy(() -> Replay.of(file, history)).isInstanceOf(UserMistakeException.class)
                .hasMessage(file + " is no journal that this version of Grapevine reads: "
                        + "it does not begin like one");
        Files.move(file, folder.resolve("journal.before"));
        assertThatThrownBy(() -> Replay.of(file, history)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("try --replay " + folder.resolve("journal.before"));
    }

    @Test
    void journalOfAnotherVersion_isNamedAsSuch() throws Exception {
        Path of01 = Path.of(ReplayTest.class.getResource("/version-0.1/bert.journal").toURI());
        assertThatThrownBy(() -> Replay.of(of01, history)).isInstanceOf(UserMistakeException.class)
                .hasMessage(of01 + " is no journal that this version of Grapevine reads: Grapevine 0.1 wrote it, "
                        + "replay it with that version (only the same version repeats the same steps)");
        byte[] later = new JournalMaker(8).run(5).lastSegment();
        later[JournalFormat.MAGIC_BYTES - 1]++;
        Files.write(file, later);
        assertThatThrownBy(() -> Replay.of(file, history)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("reads: another version of Grapevine wrote it, replay it with that version");
        Files.write(file.resolveSibling(file.getFileName() + SegmentHeader.BEFORE_SUFFIX),
                Files.readAllBytes(of01));
        new JournalMaker(8).run(5).write(file);
        assertThat(Replay.of(file, history).remarks().getFirst()).contains("is left out: Grapevine 0.1 wrote it");
    }
}
