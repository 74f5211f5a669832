package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.MappedRows;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Source of a node's rows, as its user wrote it:
 *
 * <ul>
 * <li>{@code digits}: images of digits that the program draws itself.
 * <li>{@code idx:DIR}: a directory with MNIST's four files, or others in that format.
 * <li>{@code csv:FILE[+FILE…][,label=last|first|N|NAME][,test=FILE|FRACTION][,task=classify|regress][,missing=drop]}:
 * tables. Header and form are detected, unless the options of {@link CsvDialect} say them; {@code N} counts columns from 0; {@code ?}, {@code NA} and empty cells are
 * missing values. By default the last column is the label and a share of 0.2 of the rows is for testing. Labels that
 * are not whole numbers, or have more than 50 different values, are for regression.
 * <li>{@code libsvm:FILE[,test=FILE][,features=N]}: sparse rows.
 * <li>{@code text:FILE[+FILE…][,block=N][,test=FILE|FRACTION]}: text in UTF-8: the next character is predicted from up
 * to {@code N} characters before it (64 by default); by default the last tenth of each file is for testing.
 * </ul>
 *
 * {@code csv} and {@code libsvm} take the option {@code stream}, for data larger than memory: rows are then kept in
 * temporary files (see {@link MappedRows}).
 *
 * Any file may be gzipped. Files are read on request only, and no rows are kept. Every method throws a
 * {@link dev.grapevine.node.words.UserMistakeException} for mistakes that the user can correct.
 */
public interface DataSource {

    /** Reads the training data and fits a schema to it; the founder of a run does this. */
    Schema describe();

    /**
     * Reads the training data and summarises them without the rows; empty for data other than tables, sparse rows and
     * images.
     */
    default Optional<DataProfile> profile() {
        return Optional.empty();
    }

    /**
     * Reads the training and the test part with a schema, which may come from another node's data. Columns are found by
     * name. Unknown texts are encoded as "other", but unknown classes are an error. Label and task follow the schema
     * unless the user set them.
     */
    LoadedData load(Schema schema);

    /**
     * Reads rows for a trained model, one after the other, in their order: all rows of tables, sparse rows and texts, the
     * test part of images. Columns are found by name and may be absent; unknown texts are encoded as "other".
     *
     * @param schema   the model's
     * @param labelled whether every row must have a label; otherwise no label is read
     * @return sentences about what was absent or unknown
     */
    default List<String> visit(Schema schema, boolean labelled, RowVisitor visitor) {
        RowVisitor.visit(load(schema).test(), visitor);
        return List.of();
    }

    /** Files that are read, or the folder of them. */
    default List<Path> files() {
        return List.of();
    }

    /** Whether the test rows are apart from others, because the format or the user says which they are. */
    default boolean namesTestRows() {
        return true;
    }

    /** The same data source with relative paths resolved against a folder. */
    static String resolve(String text, Path folder) {
        return DataPaths.resolve(text, folder);
    }

    /** Parses a data source. */
    static DataSource parse(String text) {
        return DataSourceParser.parse(text);
    }
}
