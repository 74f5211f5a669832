package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.driver.NodeDriver;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.log.LogFormat;
import dev.grapevine.node.log.NodeLog;

/** Messages of a node on its terminal. */
class NodeConsoleTest {

    private static final PeerId BOB = new PeerId("bob");
    private static final NodeStatus STATUS = new NodeStatus("0.1.0", "alice", "alice", 3, "running", "mlp:8", "", 7, 70,
            10,
            0.5,
            0.87654, 0.4321, 123_456, 100, 0, 12, 1, List.of("bob", "carol"), 0, 0, 0, 0, Map.of(), 600, 12.5, 0,
            new NodeStatus.Device(null, 1, 0, null, null, null, null, 0),
            new NodeStatus.Checkpoints(60, null, null), null, null, null);

    private final StringWriter written = new StringWriter();
    private final NodeConsole console = console(LogFormat.TEXT, true);

    private NodeConsole console(LogFormat format, boolean isTerminal) {
        return new NodeConsole(new NodeLog(new PrintWriter(written), format, isTerminal, false,
                InstantSource.fixed(Instant.parse("2026-03-01T13:00:00.250Z"))));
    }

    private String take() {
        String text = written.toString().strip();
        written.getBuffer().setLength(0);
        return text;
    }

    @Test
    void consoleShowsIdentityAndProgress() {
        console.listening(STATUS, "http://127.0.0.1:8080");
        assertThat(take()).isEqualTo("alice: is up (life 3), dashboard http://127.0.0.1:8080");
        console.evaluated(STATUS);
        assertThat(take())
                .isEqualTo("alice: round 7 · accuracy 0.8765 · loss 0.4321 · peers 2 · exchanges 12 · sent 123.46 kB");
        console.notice("bob is there");
        assertThat(take()).isEqualTo("alice: bob is there");
    }

    @Test
    void withoutATerminalLinesHaveTimeAndLevel() {
        NodeConsole piped = console(LogFormat.TEXT, false);
        piped.listening(STATUS, "http://127.0.0.1:8080");
        assertThat(take()).isEqualTo(
                "2026-03-01T13:00:00.250Z INFO alice: is up (life 3), dashboard http://127.0.0.1:8080");
        piped.fact(new Fact.RoundDiscarded(7, "training diverged"));
        assertThat(take()).isEqualTo(
                "2026-03-01T13:00:00.250Z WARN alice: discarded round 7: training diverged");
    }

    @Test
    void programsReadAnObjectALine() {
        NodeConsole told = console(LogFormat.JSON, true);
        told.listening(STATUS, "http://127.0.0.1:8080");
        take();
        told.fact(new Fact.PeerFaulted(BOB, "a \"request\" of\u001b the wrong size"));
        assertThat(take()).isEqualTo("{\"time\":\"2026-03-01T13:00:00.250Z\",\"level\":\"WARN\","
                + "\"event\":\"peer-faulted\",\"node\":\"alice\","
                + "\"message\":\"bob sent nonsense: a \\\"request\\\" of? the wrong size\"}");
    }

    @Test
    void endIsToldWhereItBelongs() {
        StringWriter errors = new StringWriter();
        console.ended(new NodeDriver.Exit(0, "The model is in m"), new PrintWriter(errors, true));
        assertThat(take()).isEqualTo("The model is in m");
        console.ended(new NodeDriver.Exit(0, ""), new PrintWriter(errors, true));
        console.ended(new NodeDriver.Exit(2, "A mistake"), new PrintWriter(errors, true));
        assertThat(take()).isEmpty();
        assertThat(errors.toString().strip()).isEqualTo("A mistake");
    }

    @Test
    void consoleReportsOnlyFactsForUsers() {
        console.listening(STATUS, "");
        take();
        console.fact(new Fact.Running(0));
        console.fact(new Fact.Running(5));
        console.fact(new Fact.RoundInstalled(6, 10, 0.5));
        console.fact(new Fact.Debited(BOB, new TransferId(new ConversationKey(20, BOB, 1, 1), 2), 5));
        console.fact(new Fact.ExchangeFinished(BOB, 1, Fact.Role.INITIATOR));
        console.fact(new Fact.ExchangeAbandoned(BOB, 2, "the peer does not answer"));
        console.fact(new Fact.RoundDiscarded(7, "training diverged"));
        console.fact(new Fact.PeerRefused(BOB, "bob takes no part: model is a here and b there"));
        console.fact(new Fact.GivenUp("bob was to found a run and has let its time go by"));
        console.fact(new Fact.PeerFaulted(BOB, "a request of the wrong size"));
        console.fact(new Fact.BlocksOrphaned(BOB, 4, 17));
        console.fact(new Fact.TableFull(1020));
        assertThat(take().lines()).containsExactly("alice: starts training", "alice: takes part from round 5",
                "alice: discarded round 7: training diverged",
                "alice: bob takes no part: model is a here and b there",
                "alice: bob was to found a run and has let its time go by",
                "alice: bob sent nonsense: a request of the wrong size",
                "alice: 4 blocks with bob stay unfinished, because it restarted",
                "alice: has no room for further exchanges until some finish: 1020 blocks are reserved");
    }

    /** Peers can reach limits as often as they like. */
    @Test
    void limitReachedAMillionTimesIsToldTwentyTimes() {
        console.listening(STATUS, "");
        take();
        console.fact(new Fact.LimitReached(Limit.WAITING_FRAMES, BOB));
        assertThat(take()).isEqualTo("alice: reached the limit of frames that wait to be sent with bob");
        console.fact(new Fact.LimitReached(Limit.WAITING_FRAMES, BOB));
        assertThat(take())
                .isEqualTo("alice: reached the limit of frames that wait to be sent 2 times so far, last with bob");
        for (int i = 2; i < 1 << 20; i++) {
            console.fact(new Fact.LimitReached(Limit.WAITING_FRAMES, new PeerId("eve" + i)));
        }
        assertThat(take().lines()).hasSize(19);
        console.fact(new Fact.LimitReached(Limit.SUMS, new PeerId("alice")));
        assertThat(take()).isEqualTo("alice: reached the limit of bytes of sums");
        console.fact(new Fact.LimitReached(Limit.RESERVED_BLOCKS, BOB));
        assertThat(take()).as("it is reached every day").isEmpty();
    }

    @Test
    void badRoundsAndClampedValuesAreReportedAtDoublings() {
        console.listening(STATUS, "");
        take();
        console.fact(new Fact.RoundSuspect(7, true, "its loss rose far"));
        assertThat(take()).isEqualTo("alice: discarded round 7: its loss rose far");
        console.fact(new Fact.RoundSuspect(7, false, "it went far"));
        assertThat(take()).isEqualTo("alice: published only a part of round 7: it went far (2 bad rounds so far)");
        console.fact(new Fact.RoundSuspect(8, true, "its loss rose far"));
        assertThat(take()).isEmpty();
        console.fact(new Fact.RoundDiscarded(9, "training diverged"));
        assertThat(take()).isEqualTo("alice: discarded round 9: training diverged (4 bad rounds so far)");
        console.fact(new Fact.WentBack(30, 10));
        assertThat(take()).startsWith("alice: went back to its parameters after round 10: ");
        console.fact(new Fact.Clamped(3, 3));
        assertThat(take()).isEqualTo("alice: keeps parameters within -64 to 64: 3 values clamped so far");
        console.fact(new Fact.Clamped(1, 4));
        assertThat(take()).endsWith("4 values clamped so far");
        console.fact(new Fact.Clamped(3, 7));
        assertThat(take()).isEmpty();
    }
}
