package dev.grapevine.node.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The device by the files of Linux in {@code /sys/class}; elsewhere neither battery nor temperature is known. */
public final class LinuxDevice implements DeviceState {

    private static final long COMMAND_SECONDS = 5;
    private static final double MILLI = 1000;

    private final Path classes;

    public LinuxDevice() {
        this(Path.of("/sys/class"));
    }

    LinuxDevice(Path classes) {
        this.classes = classes;
    }

    @Override
    public OptionalDouble battery() {
        return largest(classes.resolve("power_supply"), "BAT*", "capacity", 1);
    }

    @Override
    public OptionalDouble temperature() {
        return largest(classes.resolve("thermal"), "thermal_zone*", "temp", MILLI);
    }

    private static OptionalDouble largest(Path folder, String devices, String file, double divisor) {
        OptionalDouble largest = OptionalDouble.empty();
        if (!Files.isDirectory(folder)) {
            return largest;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, devices)) {
            for (Path device : all) {
                OptionalDouble read = read(device.resolve(file), divisor);
                if (read.isPresent() && (largest.isEmpty() || read.getAsDouble() > largest.getAsDouble())) {
                    largest = read;
                }
            }
        } catch (IOException e) {
            // Gone while it was looked at, as a battery that is taken out.
        }
        return largest;
    }

    private static OptionalDouble read(Path file, double divisor) {
        try {
            return OptionalDouble.of(Double.parseDouble(Files.readString(file).strip()) / divisor);
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    @Override
    public boolean succeeds(Path command) {
        try {
            Process process = new ProcessBuilder(command.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
