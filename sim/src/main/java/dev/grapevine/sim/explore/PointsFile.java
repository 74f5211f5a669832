package dev.grapevine.sim.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The data of drawn scenarios: three classes of points in space that a small network almost separates. Always the same.
 */
public final class PointsFile {

    public static final String NAME = "points.csv";

    private static final int ROWS = 400;
    private static final int WIDTH = 4;
    private static final double[][] CENTRES = {{1, 0, 0, 0.5}, {-0.5, 1, 0, 0}, {-0.5, -1, 0.5, 0}};
    private static final String CLASSES = "abc";

    private PointsFile() {}

    /** Writes the file into a folder, which is made if missing. */
    public static Path write(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(NAME), text());
        } catch (IOException e) {
            throw new UserMistakeException(folder + " cannot be written to: " + e.getMessage(), e);
        }
    }

    /** Writes the file into a new temporary folder, deleted at the end of the program. */
    public static Path writeForNow() {
        try {
            Path folder = Files.createTempDirectory("grapevine-points");
            folder.toFile().deleteOnExit();
            Path file = write(folder);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the file. */
    public static String text() {
        RandomStream random = new RandomStream(17);
        StringBuilder csv = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            int label = random.nextInt(CENTRES.length);
            for (int i = 0; i < WIDTH; i++) {
                csv.append((float) (2 * CENTRES[label][i] + 0.7 * random.nextGaussian())).append(',');
            }
            csv.append(CLASSES.charAt(label)).append('\n');
        }
        return csv.toString();
    }
}
