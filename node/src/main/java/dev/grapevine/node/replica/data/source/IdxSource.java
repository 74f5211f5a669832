package dev.grapevine.node.replica.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.PixelRows;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.GreyValues;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.UserMistakeException;

/** MNIST's four files, or others in that format, in one directory. */
final class IdxSource implements DataSource {

    private final String text;
    private final DataFile directory;

    IdxSource(String text, DataFile directory) {
        this.text = text;
        this.directory = directory;
    }

    @Override
    public Schema describe() {
        return profile().orElseThrow().schema();
    }

    @Override
    public Optional<DataProfile> profile() {
        IdxPart train = IdxPart.read(directory.path(), "train");
        DataSums sums = new DataSums.Pixels(train.labels().values().length, train.shape(),
                GreyValues.greys(train.images().values()), train.rowsOfClasses());
        return Optional.of(new DataProfile(train.labelFile().path().toString(), sums, List.of()));
    }

    @Override
    public LoadedData load(Schema schema) {
        RowEncoding.Pixels encoding = encoding(schema);
        return LoadedData.ofOneFile(text, rows("train", schema, encoding), rows("t10k", schema, encoding));
    }

    @Override
    public List<Path> files() {
        return List.of(directory.path());
    }

    /** Reads the test part of a directory, or the images in a single file, which have no labels. */
    @Override
    public List<String> visit(Schema schema, boolean labelled, RowVisitor visitor) {
        RowEncoding.Pixels encoding = encoding(schema);
        if (Files.isRegularFile(directory.path())) {
            if (labelled) {
                throw directory.mistake("has images without labels: allowed is a directory with MNIST's four files");
            }
            IdxFile images = IdxFile.read(directory, IdxFile.IMAGES_MAGIC);
            checkShape(new ImageShape(1, images.sizes().get(1), images.sizes().get(2)), encoding, "");
            RowVisitor.visit(new PixelRows(encoding, images.values(), new byte[images.sizes().getFirst()]),
                    visitor);
        } else {
            RowVisitor.visit(rows("t10k", schema, encoding), visitor);
        }
        return List.of();
    }

    private RowEncoding.Pixels encoding(Schema schema) {
        if (schema.task() == Task.CLASSIFY && schema.encoding() instanceof RowEncoding.Pixels encoding) {
            return encoding;
        }
        throw new UserMistakeException("Data '" + text + "' has images and classes: allowed in this run are "
                + schema.encoding().description() + " to " + schema.task().word());
    }

    private void checkShape(ImageShape shape, RowEncoding.Pixels encoding, String part) {
        if (!shape.equals(encoding.shape())) {
            throw new UserMistakeException("Data '" + text + "' has" + part + " images of " + shape.height() + " x "
                    + shape.width() + " pixels: allowed in this run are " + encoding.description());
        }
    }

    private PixelRows rows(String name, Schema schema, RowEncoding.Pixels encoding) {
        IdxPart part = IdxPart.read(directory.path(), name);
        checkShape(part.shape(), encoding, ", in its part '" + name + "',");
        return part.rows(encoding, schema.classes().size());
    }
}
