package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.words.Address;
import dev.grapevine.testbed.launch.FreePorts;
import dev.grapevine.testbed.launch.NodeProcess;

/**
 * Node processes that are measured, in a folder that is deleted afterwards. However this process ends, they end too. For one
 * thread.
 */
final class NodeLab implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String BENCHMARK = "node";

    /** A node process and how to enter its network. */
    record Guest(NodeProcess process, List<String> around) {}

    private final BenchmarkRun run;
    private final Path folder;
    /** The guests. Another thread reads them, too, when this process ends. */
    private final List<Guest> guests = new CopyOnWriteArrayList<>();
    private final Thread cleanUp = Thread.ofPlatform().unstarted(() -> guests.forEach(guest -> guest.process().kill()));

    NodeLab(BenchmarkRun run) {
        this.run = run;
        try {
            folder = Files.createTempDirectory("grapevine-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("There is no folder for nodes", e);
        }
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    BenchmarkRun run() {
        return run;
    }

    /** Chooses between a full and a short measure. */
    <T> T choose(T full, T shortened) {
        return run.isShort() ? shortened : full;
    }

    /** The place of a node's folder, which need not exist yet. */
    Path folder(String name) {
        return folder.resolve(name);
    }

    /**
     * Starts a node.
     *
     * @param around    the command before Java's; empty for none
     * @param network   the command that enters its network namespace; empty if it has that of this process
     * @param arguments after {@code node}, without its folder
     */
    Guest start(String name, List<String> around, List<String> network, List<String> arguments) {
        List<String> before = new ArrayList<>(network);
        before.addAll(around);
        Guest guest = new Guest(new NodeProcess(folder(name), arguments, before), network);
        guests.add(guest);
        guest.process().start();
        return guest;
    }

    /** Unused addresses on loopback. */
    static List<String> loopback(int count) {
        return FreePorts.find("127.0.0.1", count).stream().map(Address::toString).toList();
    }

    /** The status of a node; empty as long as it does not answer. */
    Optional<JsonNode> status(Guest guest) {
        return call(guest, "GET", "/status").map(NodeLab::json);
    }

    /** The body of a good answer; empty if there is none. */
    Optional<String> call(Guest guest, String method, String path) {
        return guest.process().http().flatMap(
                http -> NodeCall.body(method, path, guest.process().directory(), http, guest.around()));
    }

    /** The same until there is an answer. */
    String insist(Guest guest, String method, String path) {
        return await(guest, "an answer to " + method + " " + path, () -> call(guest, method, path));
    }

    /** A code that lets a node into the run of another one. */
    String invitation(Guest inviter) {
        return json(insist(inviter, "POST", "/invite")).path("code").asText();
    }

    /** Waits until a node's status is as wanted. */
    JsonNode until(Guest guest, String what, Predicate<JsonNode> wanted) {
        return await(guest, what, () -> status(guest).filter(wanted));
    }

    /** Waits for exchanges of a node, in either role, since its process started. */
    JsonNode untilExchanges(Guest guest, long count) {
        return until(guest, count + " exchanges", status -> status.path("exchanges").asLong() >= count);
    }

    private <T> T await(Guest guest, String what, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (!guest.process().isAlive()) {
                throw new NotMeasuredException("the node " + guest.process().directory().getFileName()
                        + " ended: " + guest.process().lastWords());
            }
            rest(LOOK);
        }
        throw new NotMeasuredException("the node " + guest.process().directory().getFileName() + " has not come to "
                + what + " within " + PATIENCE.toSeconds() + " s; its last words: " + guest.process().lastWords());
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new NotMeasuredException("a node answers with no JSON: " + body, e);
        }
    }

    /** Lets nodes work. */
    static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMeasuredException("it was interrupted", e);
        }
    }

    /** Time that all threads of a node's process have had a core so far. */
    static Duration processorTime(Guest guest) {
        return guest.process().pid().flatMap(ProcessHandle::of).flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    static ProcessMemory memory(Guest guest) {
        return ProcessMemory.of(guest.process().pid().orElseThrow());
    }

    /** Ends a node at once. */
    void kill(Guest guest) {
        guest.process().kill();
        guests.remove(guest);
    }

    /** A number of a row. */
    static Measurement of(String row, String workload, String measure, double value, String unit) {
        return Measurement.of(BENCHMARK, parameters(row, workload, measure), value, unit);
    }

    /** A row that cannot be measured. */
    static Measurement blank(String row, String why) {
        return Measurement.blank(BENCHMARK, parameters(row, "", ""), "").because(why);
    }

    private static Map<String, String> parameters(String row, String workload, String measure) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("row", row);
        parameters.put("workload", workload);
        parameters.put("measure", measure);
        return parameters;
    }

    @Override
    public void close() {
        List.copyOf(guests).forEach(this::kill);
        Runtime.getRuntime().removeShutdownHook(cleanUp);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            run.say("The folder " + folder + " stays: " + e.getMessage());
        }
    }
}
