package dev.grapevine.node.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Memory and processors, with the limits of a container (cgroup v2).
 *
 * @param heapBytes   most that Java takes for objects
 * @param memoryBytes of the machine or container
 * @param limitBytes  of the container; empty without one
 * @param processors  that the container may use; empty without a limit
 */
record Machine(long heapBytes, long memoryBytes, OptionalLong limitBytes, OptionalDouble processors) {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path OWN_CGROUP = Path.of("/proc/self/cgroup");
    private static final String UNIFIED = "0::";

    static Machine present() {
        long memory = ManagementFactory
                .getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Long.MAX_VALUE;
        return of(Runtime.getRuntime().maxMemory(), memory, CGROUPS, OWN_CGROUP);
    }

    /** A machine whose files of cgroups are elsewhere. The strictest limit of all groups that hold this process counts. */
    static Machine of(long heapBytes, long memoryBytes, Path cgroups, Path own) {
        OptionalLong limit = OptionalLong.empty();
        OptionalDouble processors = OptionalDouble.empty();
        Path group = groupIn(cgroups, own);
        while (group != null && group.startsWith(cgroups)) {
            OptionalLong here = read(group.resolve("memory.max")).map(Machine::bytes).orElse(OptionalLong.empty());
            limit = here.isPresent() && here.getAsLong() < limit.orElse(Long.MAX_VALUE) ? here : limit;
            OptionalDouble share = read(group.resolve("cpu.max")).map(Machine::processors)
                    .orElse(OptionalDouble.empty());
            processors = share.isPresent() && share.getAsDouble() < processors.orElse(Double.MAX_VALUE)
                    ? share
                    : processors;
            group = group.getParent();
        }
        return new Machine(heapBytes, Math.min(memoryBytes, limit.orElse(Long.MAX_VALUE)), limit, processors);
    }

    private static Path groupIn(Path cgroups, Path own) {
        String path = read(own).stream().flatMap(String::lines).filter(line -> line.startsWith(UNIFIED))
                .map(line -> line.substring(UNIFIED.length())).findFirst().orElse("/");
        Path group = cgroups.resolve(path.replaceFirst("^/+", "")).normalize();
        return group.startsWith(cgroups) && Files.isDirectory(group) ? group : cgroups;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code max} is no limit. */
    private static OptionalLong bytes(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** A quota and a period in microseconds. */
    private static OptionalDouble processors(String text) {
        return text.matches("[0-9]{1,15} [1-9][0-9]{0,14}")
                ? OptionalDouble.of(Double.parseDouble(text.split(" ")[0]) / Double.parseDouble(text.split(" ")[1]))
                : OptionalDouble.empty();
    }
}
