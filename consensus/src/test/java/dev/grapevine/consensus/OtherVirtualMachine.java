package dev.grapevine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine with other settings than the tests have, such as narrower vectors, that prints a line and ends. */
public record OtherVirtualMachine(String option, Process process) {

    /**
     * Starts one. It compiles without tiers and in the foreground, so that all is compiled when it is warm.
     *
     * @param option what it does not know is ignored: it is then one more run at this machine's own width
     */
    public static OtherVirtualMachine start(String option, Class<?> main, String... arguments) throws IOException {
        List<String> options = new ArrayList<>(
                List.of(option, "-Xbatch", "-XX:-TieredCompilation", "--add-modules", "jdk.incubator.vector"));
        return new OtherVirtualMachine(option, run(options, main, arguments));
    }

    /** Starts one that has no Vector API. */
    public static OtherVirtualMachine withoutVectors(Class<?> main) throws IOException {
        return new OtherVirtualMachine("without jdk.incubator.vector", run(List.of(), main));
    }

    private static Process run(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+IgnoreUnrecognizedVMOptions", "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** What it printed. */
    public String finish() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("java %s: %s", option, errors).isZero();
        return output;
    }
}
