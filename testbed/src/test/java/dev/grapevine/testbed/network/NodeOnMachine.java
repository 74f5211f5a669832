package dev.grapevine.testbed.network;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.store.ProcessFile;
import dev.grapevine.node.words.Address;

/** A node that a person runs in a folder of a machine, with the same command each time. For one thread. */
final class NodeOnMachine {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int ANSWER_MILLIS = 2_000;
    private static final int LOG_END = 3_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Machine machine;
    private final Path in;
    private final List<String> arguments;
    private Process process;

    /**
     * @param in        the folder in which the person types
     * @param arguments what is typed after {@code ./grapevine}
     */
    NodeOnMachine(Machine machine, Path in, String... arguments) {
        this.machine = machine;
        this.in = in;
        this.arguments = List.of(arguments);
    }

    /** Starts it, or starts it again. */
    NodeOnMachine start() {
        try {
            process = machine.grapevine(in, arguments).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile())).start();
            process.getOutputStream().close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return in.resolve("node.log");
    }

    Machine machine() {
        return machine;
    }

    /** Where the person types. */
    Path in() {
        return in;
    }

    /** Where others reach it who have heard of it by word of mouth. */
    String address() {
        return machine.host() + ":7001";
    }

    /** All that it has printed. */
    String log() {
        try {
            return Files.readString(logFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own folder, which nobody has named. */
    Path folder() {
        return in.resolve("grapevine-7001");
    }

    /** What it says of itself to a program on its machine; empty if it does not answer. */
    Optional<NodeStatus> status() {
        return ProcessFile.readIn(folder()).filter(told -> process.isAlive() && told.pid() == process.pid())
                .flatMap(told -> machine.inside(() -> get(told.http())));
    }

    private static Optional<NodeStatus> get(Address http) {
        try {
            HttpURLConnection call = (HttpURLConnection) URI.create("http://" + http + "/status").toURL()
                    .openConnection(Proxy.NO_PROXY);
            call.setConnectTimeout(ANSWER_MILLIS);
            call.setReadTimeout(ANSWER_MILLIS);
            // Java keeps connections by address, and machines have the same ones.
            call.setRequestProperty("Connection", "close");
            return Optional.of(JSON.readValue(call.getInputStream(), NodeStatus.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits until its status is as wanted, and returns it. */
    NodeStatus until(String what, Predicate<NodeStatus> wanted) {
        return until(what, () -> status().filter(wanted));
    }

    /** Waits until it has printed something. */
    void untilItSays(String text) {
        until("'" + text + "' in its log", () -> Optional.of(log()).filter(log -> log.contains(text)));
    }

    /** Waits until it has ended, and tells its exit code. */
    int end() {
        return until("its end", () -> process.isAlive() ? Optional.<Integer>empty() : Optional.of(process.exitValue()));
    }

    private <T> T until(String what, Supplier<Optional<T>> wanted) {
        try {
            // What a node that has ended does not do any more is not waited for.
            return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).failFast(() -> {
                if (!process.isAlive() && wanted.get().isEmpty()) {
                    throw new IllegalStateException("It has ended");
                }
            }).until(wanted::get, Optional::isPresent).orElseThrow();
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            String log = log();
            throw new AssertionError("The node in " + in + " had not " + what + " in " + PATIENCE.toSeconds() + " s: "
                    + status() + "\n" + log.substring(Math.max(0, log.length() - LOG_END)), e);
        }
    }

    /** Waits until it sees these peers and no others, and has exchanged with them since. */
    NodeStatus untilItExchangesWith(NodeOnMachine... others) {
        List<String> names = Stream.of(others).map(NodeOnMachine::name).sorted().toList();
        NodeStatus meets = until("the peers " + names,
                status -> status.peers().stream().sorted().toList().equals(names));
        return until("more exchanges", status -> status.exchanges() > meets.exchanges());
    }

    /** As its peers list it. */
    String name() {
        return status().or(() -> Optional.of(until("an answer", _ -> true))).orElseThrow().name();
    }

    String identity() {
        return until("an answer", _ -> true).peer();
    }

    /** As {@code kill -9}. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
