package dev.grapevine.testbed.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.grapevine.testbed.launch.NodeProcess;

/** One machine of {@link Namespaces}: people work in its folder. For one thread. */
final class Machine {

    private static final long PATIENCE_SECONDS = 90;
    private static final Pattern MACHINERY = Pattern.compile(
            "WARNING: Using incubator modules: .*|.* BlockedThreadChecker: .*|.*VertxException: Thread blocked|\\tat .*");

    /**
     * What came of a command.
     *
     * @param errors what it wrote to its standard error
     */
    record Outcome(int code, String out, String errors) {}

    private final String namespace;
    private final String host;
    private final Path folder;
    private final NetworkThread thread;

    Machine(String namespace, String host, Path folder) {
        this.namespace = namespace;
        this.host = host;
        this.folder = folder;
        this.thread = new NetworkThread(namespace);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String namespace() {
        return namespace;
    }

    /** The address that it had first. */
    String host() {
        return host;
    }

    Path folder() {
        return folder;
    }

    /** Runs something whose sockets are of this machine. */
    <T> T inside(Callable<T> task) {
        return thread.call(task);
    }

    /** A command of Grapevine that is ready to start here. */
    ProcessBuilder grapevine(Path in, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(NodeProcess.grapevine(arguments.getFirst()));
        command.addAll(arguments.subList(1, arguments.size()));
        return new ProcessBuilder(command).directory(in.toFile());
    }

    /** Runs {@code ./grapevine} with arguments in a folder, to its end. */
    Outcome run(Path in, String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path errors = Files.createTempFile(folder, "errors", ".txt");
            Process process = grapevine(in, List.of(arguments)).redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(String.join(" ", arguments) + " does not end: "
                        + read(out) + read(errors));
            }
            return new Outcome(process.exitValue(), read(out), read(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Without what Java says of the vector module, and Vert.x of a machine that has no time for it. */
    private static String read(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .filter(line -> !MACHINERY.matcher(line).matches())
                .map(line -> line + "\n").collect(Collectors.joining());
    }

    void close() {
        thread.close();
    }
}
