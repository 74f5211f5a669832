package dev.grapevine.node.replica.data.source;

import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.PixelRows;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.GreyValues;
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
        if (schema.task() != Task.CLASSIFY || !(schema.encoding() instanceof RowEncoding.Pixels encoding)) {
            throw new UserMistakeException("Data '" + text + "' has images and classes: allowed in this run are "
                    + schema.encoding().description() + " to " + schema.task().word());
        }
        return LoadedData.ofOneFile(text, rows("train", schema, encoding), rows("t10k", schema, encoding));
    }

    private PixelRows rows(String name, Schema schema, RowEncoding.Pixels encoding) {
        IdxPart part = IdxPart.read(directory.path(), name);
        if (!part.shape().equals(encoding.shape())) {
            throw new UserMistakeException("Data '" + text + "' has, in its part '" + name + "', images of "
                    + part.shape().height() + " x " + part.shape().width() + " pixels: allowed in this run are "
                    + encoding.description());
        }
        return part.rows(encoding, schema.classes().size());
    }
}
