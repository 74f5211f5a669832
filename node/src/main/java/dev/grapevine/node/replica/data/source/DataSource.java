package dev.grapevine.node.replica.data.source;

import java.nio.file.Path;
import java.util.Optional;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.MappedRows;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.Schema;

/**
 * Where a node's rows come from, as its user wrote it:
 *
 * <ul>
 * <li>{@code digits}: pictures of digits that the program draws itself.
 * <li>{@code idx:DIR}: a directory with MNIST's four files, or others in that format.
 * <li>{@code csv:FILE[+FILE…][,label=last|first|N|NAME][,test=FILE|FRACTION][,task=classify|regress][,missing=drop]}:
 * tables in UTF-8. Whether there is a header is found out; {@code N} counts columns from 0; {@code ?}, {@code NA} and
 * nothing are missing. The last column is the label and 0.2 of the rows are for testing where nothing else is said. Labels
 * that are not whole numbers, or are more than 50 different ones, are for regression.
 * <li>{@code libsvm:FILE[,test=FILE][,features=N]}: sparse rows.
 * <li>{@code text:FILE[+FILE…][,block=N][,test=FILE|FRACTION]}: text in UTF-8, of which the next character is learnt
 * from up to {@code N} before it (64 where nothing is said); the last tenth of each file is for testing where nothing
 * else is said.
 * </ul>
 *
 * {@code csv} and {@code libsvm} take the option {@code stream}, for data larger than memory: rows then lie in a temporary
 * file (see {@link MappedRows}).
 *
 * Any file may be gzipped. Nothing is read before it is asked for, and no rows are kept. Every method throws a
 * {@link dev.grapevine.node.words.UserMistakeException} for what the user can put right.
 */
public interface DataSource {

    /** What the founder of a run calls: reads the training data and fits a schema to it. */
    Schema describe();

    /** Reads the training data and tells of them without the rows; empty for data that are no tables, rows or images. */
    default Optional<DataProfile> profile() {
        return Optional.empty();
    }

    /**
     * Reads the training and the test part as a schema says that may come from another node's data. Columns are found by
     * their names; unknown texts are encoded as "other", while unknown classes are a mistake. What the user did not say
     * about label and task is as in the schema.
     */
    LoadedData load(Schema schema);

    /** The word for the same data where relative paths are taken from a folder. */
    static String resolve(String text, Path folder) {
        return DataPaths.resolve(text, folder);
    }

    /** Reads what a user wrote. */
    static DataSource parse(String text) {
        return DataSourceParser.parse(text);
    }
}
