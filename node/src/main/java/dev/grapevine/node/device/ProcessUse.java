package dev.grapevine.node.device;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.management.OperatingSystemMXBean;

/** The resources that this process takes of its device. Thread-safe. */
public final class ProcessUse {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d{1,12}) kB");

    private ProcessUse() {}

    /** Processor time since it started. */
    public static Duration cpu() {
        return Duration.ofNanos(
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
    }

    /** Resident memory; empty where the system does not tell it. */
    public static OptionalLong residentBytes() {
        try {
            return residentBytes(Files.readAllLines(STATUS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong residentBytes(List<String> status) {
        return status.stream().map(RESIDENT::matcher).filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)) << 10).findFirst();
    }
}
