package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The data on which the speed of training is measured, in a file that other programs can read as well.
 *
 * @param word    what it is called in results
 * @param rows    for training
 * @param input   what a row is
 * @param classes that are predicted
 * @param path    a folder with MNIST's files, or a text
 */
record TrainingData(String word, Dataset rows, ModelInput input, int classes, Path path) {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
    private static final int DIGITS = 10;
    private static final int RANDOM_CHARACTERS = 100_000;
    /** Letters of random text: as many as Tiny Shakespeare has characters. */
    private static final int RANDOM_LETTERS = 65;
    private static final int FIRST_LETTER = '0';
    private static final String TEXT_OPTIONS = ",block=64,test=0.1";

    /** MNIST if the user has it, else noise. */
    static TrainingData images(BenchmarkRun run) {
        Optional<Path> mnist = run.data("mnist");
        if (mnist.isPresent()) {
            DataSource source = DataSource.parse("idx:" + mnist.get());
            return images("MNIST", source.load(source.describe()).train(), mnist.get());
        }
        run.say("There is no MNIST in " + BenchmarkRun.DATA_VARIABLE + ", so it is measured on random images");
        RandomImages images = new RandomImages();
        return images("random images", images, write(run, "random-images.f32", floats(images)));
    }

    /** Noise that no other program reads. */
    static TrainingData noise() {
        return images("random images", new RandomImages(), Path.of(""));
    }

    private static TrainingData images(String word, Dataset rows, Path path) {
        return new TrainingData(word, rows, new ModelInput(IMAGE.features(), Optional.of(IMAGE), 1), DIGITS, path);
    }

    /** Tiny Shakespeare if the user has it, else letters by chance. */
    static TrainingData text(BenchmarkRun run) {
        Optional<Path> shakespeare = run.data("tinyshakespeare").map(folder -> folder.resolve("input.txt"))
                .filter(Files::exists);
        if (shakespeare.isPresent()) {
            return text("Tiny Shakespeare", shakespeare.get());
        }
        run.say("There is no Tiny Shakespeare in " + BenchmarkRun.DATA_VARIABLE + ", so it is measured on random text");
        RandomStream random = new RandomStream(1);
        byte[] letters = new byte[RANDOM_CHARACTERS];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) (FIRST_LETTER + random.nextInt(RANDOM_LETTERS));
        }
        return text("random text", write(run, "random-text.txt", letters));
    }

    private static TrainingData text(String word, Path file) {
        DataSource source = DataSource.parse("text:" + file + TEXT_OPTIONS);
        Schema schema = source.describe();
        return new TrainingData(word, source.load(schema).train(), ModelInput.of(schema), schema.classes().size(),
                file);
    }

    private static Path write(BenchmarkRun run, String name, byte[] content) {
        Path file = run.results().folder().resolve(name);
        try {
            Files.createDirectories(run.results().folder());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** All features, as little-endian 32-bit floats. */
    private static byte[] floats(Dataset images) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * images.rows() * images.width())
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] row = new float[images.width()];
        for (int i = 0; i < images.rows(); i++) {
            images.features(new int[]{i}, 0, 1, row);
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }
}
