package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that a measurement was made on. */
final class Machine {

    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private Machine() {}

    /** The processor's name where the system tells it, else its architecture; and how many cores there are. */
    static String processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        return model() + (cores == 1 ? ", 1 core" : ", " + cores + " cores");
    }

    private static String model() {
        if (Files.isReadable(LINUX)) {
            try (Stream<String> lines = Files.lines(LINUX)) {
                return lines.filter(line -> line.startsWith(MODEL))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
