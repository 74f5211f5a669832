package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A disk whose power fails after some steps. The writing of a file is three: it is empty, half written, and whole.
 * Counts the steps, too. Not thread-safe.
 */
final class PowerCut implements DurableSteps {

    /** The process ends here. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final int stepsMax;
    private int steps;

    /** @param stepsMax steps that are done before the power fails */
    PowerCut(int stepsMax) {
        this.stepsMax = stepsMax;
    }

    int steps() {
        return steps;
    }

    private void step() {
        if (steps == stepsMax) {
            throw new Failed();
        }
        steps++;
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        step();
        Files.write(file, new byte[0]);
        step();
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        step();
        Files.write(file, bytes);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        DISK.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
    }
}
