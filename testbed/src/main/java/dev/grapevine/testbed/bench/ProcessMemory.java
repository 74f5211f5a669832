package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory of a process as Linux counts it, in bytes.
 *
 * @param resident     that it has in memory, shared libraries included
 * @param proportional the same with what several processes share divided among them; empty if it is not told
 * @param anonymous    that no file stands behind; empty if it is not told
 */
record ProcessMemory(long resident, OptionalLong proportional, OptionalLong anonymous) {

    private static final long KIB = 1024;

    /** The memory of a process that runs, from {@code /proc}; nothing is resident where there is none. */
    static ProcessMemory of(long pid) {
        Path folder = Path.of("/proc", String.valueOf(pid));
        return parse(lines(folder.resolve("status")), lines(folder.resolve("smaps_rollup")));
    }

    /**
     * @param status the lines of {@code /proc/PID/status}
     * @param rollup those of {@code /proc/PID/smaps_rollup}; none where they cannot be read
     */
    static ProcessMemory parse(List<String> status, List<String> rollup) {
        return new ProcessMemory(bytes(status, "VmRSS:").orElse(0), bytes(rollup, "Pss:"),
                bytes(rollup, "Anonymous:"));
    }

    private static OptionalLong bytes(List<String> lines, String key) {
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && words[0].equals(key) && words[1].matches("\\d{1,15}") && words[2].equals("kB")) {
                return OptionalLong.of(KIB * Long.parseLong(words[1]));
            }
        }
        return OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
