package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import dev.grapevine.testbed.cli.Grapevine;

/** What real nodes did, with sockets and threads and {@code kill -9}, is done again bit for bit. */
class RecordedProcessesTest extends TwoNodes {

    /** What came of a command. */
    private record Run(int code, String out, String errors) {}

    private static Run replay(Path journal, String... more) {
        CommandLine line = Grapevine.commandLine();
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        for (CommandLine command : List.of(line, line.getSubcommands().get("sim"))) {
            command.setOut(new PrintWriter(out, true));
            command.setErr(new PrintWriter(errors, true));
        }
        String[] arguments = Arrays.copyOf(new String[]{"sim", "--replay", journal.toString()}, 3 + more.length);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return new Run(line.execute(arguments), out.toString(), errors.toString());
    }

    @Test
    void killedNode_isReplayedBitForBit() throws IOException {
        Path founders = folder.resolve("founder.journal");
        Path joiners = folder.resolve("joiner.journal");
        // Wide enough that the journal starts over while the test looks on.
        start(List.of("--model", "mlp:2000", "--localSteps", "5", "--gossip.interval", "100ms", "--evaluate",
                "every=500ms", "--record", founders.toString(), "--record-limit", "1.5MB"),
                List.of("--record", joiners.toString()));
        until(second, status -> status.exchanges() > 3);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("founder.journal.before")));
        first.kill();
        second.kill();

        Run founder = replay(founders, "--last", "3");
        assertThat(founder.errors()).isEmpty();
        assertThat(founder.code()).isZero();
        assertThat(founder.out()).containsPattern("Journal of [0-9a-z]{8}, life 1, by Grapevine ").contains(
                " in 2 segments",
                "The same: the effects of ", "running from ", "The last 3 events:");

        Run joiner = replay(joiners);
        assertThat(joiner.errors()).isEmpty();
        assertThat(joiner.code()).isZero();
        assertThat(joiner.out()).contains("it begins with a node that looks for a run", "The same: the effects of ",
                "enrolling from ", "preparing from ", "running from ");

        // It comes back from its checkpoint, and a journal of its second life begins.
        second.start();
        until(second, status -> status.incarnation() == 2 && status.phase().equals("running"));
        second.kill();
        Run back = replay(joiners);
        assertThat(back.code()).isZero();
        assertThat(back.out()).contains("it begins from its checkpoint")
                .containsPattern("Journal of [0-9a-z]{8}, life 2, ").containsPattern(
                        "joiner.journal.before is of another life \\([0-9a-z]{8}, life 1\\): replay it by itself");
        assertThat(replay(folder.resolve("joiner.journal.before")).out())
                .containsPattern("Journal of [0-9a-z]{8}, life 1, ");

        byte[] damaged = Files.readAllBytes(joiners);
        damaged[damaged.length * 2 / 3] ^= 4;
        Run refused = replay(Files.write(folder.resolve("damaged.journal"), damaged));
        assertThat(refused.code()).isIn(0, 2);
        assertThat(refused.out() + refused.errors()).containsAnyOf("is damaged", "is cut off", "is no journal");
    }
}
