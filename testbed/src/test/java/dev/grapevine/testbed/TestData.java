package dev.grapevine.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.grapevine.consensus.random.RandomStream;

/** Small data for tests with real processes. */
public final class TestData {

    private TestData() {}

    /** Two classes on both sides of a line, as a word for data. */
    public static String csv(Path folder, String name, long seed) {
        RandomStream random = new RandomStream(seed);
        StringBuilder text = new StringBuilder("u,v,label\n");
        for (int i = 0; i < 400; i++) {
            double u = random.nextGaussian();
            double v = random.nextGaussian();
            text.append(u).append(',').append(v).append(',').append(u + v > 0 ? "above" : "below").append('\n');
        }
        try {
            return "csv:" + Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
