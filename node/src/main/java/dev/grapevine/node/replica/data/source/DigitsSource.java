package dev.grapevine.node.replica.data.source;

import java.util.stream.IntStream;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.PixelRows;
import dev.grapevine.node.replica.data.schema.GreyValues;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Images of digits drawn by {@link DigitsGenerator}: always the same, equally many of each digit, without any download.
 * All sources in one process share the immutable images.
 */
final class DigitsSource implements DataSource {

    private static final int TRAIN_ROWS = 10_000;
    private static final int TEST_ROWS = 2_000;
    private static final int CLASSES = DigitGlyphs.SHAPES.size();
    private static final int FEATURES = DigitCanvas.EDGE * DigitCanvas.EDGE;
    private static final long SEED = 10;

    /** Draws the images when the process first needs them. */
    private static final class Pictures {

        static final byte[] TRAIN_LABELS = labels(TRAIN_ROWS, new RandomStream(SEED).fork("train labels"));
        static final byte[] TEST_LABELS = labels(TEST_ROWS, new RandomStream(SEED).fork("test labels"));
        static final byte[] TRAIN = draw(TRAIN_LABELS, new RandomStream(SEED).fork("train"));
        static final byte[] TEST = draw(TEST_LABELS, new RandomStream(SEED).fork("test"));

        private static byte[] labels(int rows, RandomStream random) {
            int[] order = IntStream.range(0, rows).toArray();
            random.shuffle(order);
            byte[] labels = new byte[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = (byte) (order[row] % CLASSES);
            }
            return labels;
        }

        private static byte[] draw(byte[] labels, RandomStream random) {
            DigitsGenerator generator = new DigitsGenerator(random);
            byte[] pixels = new byte[labels.length * FEATURES];
            for (int row = 0; row < labels.length; row++) {
                generator.draw(labels[row], pixels, row * FEATURES);
            }
            return pixels;
        }
    }

    @Override
    public Schema describe() {
        return new Schema(Task.CLASSIFY,
                new RowEncoding.Pixels(new ImageShape(1, DigitCanvas.EDGE, DigitCanvas.EDGE),
                        GreyValues.fit(Pictures.TRAIN)),
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList(), Scaling.NONE);
    }

    @Override
    public LoadedData load(Schema schema) {
        Schema own = describe();
        if (!(schema.encoding() instanceof RowEncoding.Pixels encoding) || !schema.image().equals(own.image())
                || !schema.classes().equals(own.classes())) {
            throw new UserMistakeException("Data 'digits' has " + own.encoding().description()
                    + " and 10 classes: allowed in this run are " + schema.encoding().description() + " to "
                    + schema.task().word() + " and " + schema.classes().size() + " classes");
        }
        return LoadedData.ofOneFile("digits", new PixelRows(encoding, Pictures.TRAIN, Pictures.TRAIN_LABELS),
                new PixelRows(encoding, Pictures.TEST, Pictures.TEST_LABELS));
    }
}
