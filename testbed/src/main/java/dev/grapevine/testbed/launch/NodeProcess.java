package dev.grapevine.testbed.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import dev.grapevine.node.words.Address;

/**
 * A node in a Java process of its own, started with the same Java, flags and classes as this one. It writes to {@code
 * node.log} in its folder and stops when this process does. For one thread.
 */
public final class NodeProcess {

    private static final String MAIN = "dev.grapevine.testbed.cli.Grapevine";
    /** Flags of this process that a node must not inherit. */
    private static final List<String> OWN_FLAGS = List.of("-agentlib", "-javaagent", "-Xmx", "-Xms", "-Xss",
            "-Dsurefire",
            "-XX:+UseSerialGC", "-Dbasedir", "-Djqwik");

    private final Path directory;
    private final List<String> arguments;
    private Process process;

    /**
     * @param directory the node's folder
     * @param arguments arguments after {@code node}, without {@code --dir}
     */
    public NodeProcess(Path directory, List<String> arguments) {
        this.directory = directory;
        this.arguments = List.copyOf(arguments);
    }

    /** Starts the process, or starts it again. */
    public void start() {
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve("process.properties"));
            process = new ProcessBuilder(command())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).redirectErrorStream(true).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() throws IOException {
        List<String> command = grapevine("node");
        command.addAll(List.of("--dir", directory.toString(), "--exit-with",
                String.valueOf(ProcessHandle.current().pid())));
        command.addAll(arguments);
        return command;
    }

    /** The beginning of a command line that runs a command of Grapevine as the launcher does. It can be added to. */
    public static List<String> grapevine(String name) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (OWN_FLAGS.stream().noneMatch(flag::startsWith)) {
                command.add(flag);
            }
        }
        command.addAll(sizes());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), MAIN, name));
        return command;
    }

    /** The flags that the launcher gives to a node. */
    private static List<String> sizes() throws IOException {
        try (InputStream in = NodeProcess.class.getResourceAsStream("/node.options")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank())
                    .toList();
        }
    }

    public Path directory() {
        return directory;
    }

    /** The file with its output. */
    public Path log() {
        return directory.resolve("node.log");
    }

    /** Address of the API of the running process; empty until it listens. */
    public Optional<Address> http() {
        if (!isAlive()) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (BufferedReader in = Files.newBufferedReader(directory.resolve("process.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            return Optional.empty();
        }
        return String.valueOf(process.pid()).equals(properties.getProperty("pid"))
                ? Optional.of(Address.parse(properties.getProperty("http")))
                : Optional.empty();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public Optional<Long> pid() {
        return process == null ? Optional.empty() : Optional.of(process.pid());
    }

    /** The exit code of a process that has ended. */
    public Optional<Integer> exitCode() {
        return process == null || process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** Ends the process at once, as {@code kill -9} does. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** Asks the process to leave, and kills it if it does not end within some seconds. */
    public void stop(long patienceSeconds) {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** The last line of output, such as the mistake or bug that ended the process; empty if there is none. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log());
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException e) {
            return "";
        }
    }
}
