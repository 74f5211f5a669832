package dev.grapevine.consensus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another virtual machine with the classes of the tests, to see what its settings change. */
public record ChildJvm(List<String> options, Process process) {

    private static final List<String> VECTOR_API = List.of("--add-modules", "jdk.incubator.vector");

    /**
     * Starts a main class.
     *
     * @param options of the virtual machine; an option that this processor or architecture lacks is ignored
     */
    public static ChildJvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(VECTOR_API);
        all.addAll(options);
        return new ChildJvm(options, run(main, all, arguments));
    }

    /** Starts a main class where there is no Vector API. */
    public static ChildJvm withoutVectors(Class<?> main) throws IOException {
        return new ChildJvm(List.of(), run(main, List.of()));
    }

    private static Process run(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+IgnoreUnrecognizedVMOptions", "-Xmx256m", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** Waits for its end and returns what it printed, without blanks at the ends. Fails if it did not end with 0. */
    public String output() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("java %s: %s", options, errors).isZero();
        return output.strip();
    }
}
