package dev.grapevine.node.replica.data.rows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.grapevine.node.words.UserMistakeException;

/** What a data source gives: a training part, a test part, and what a split may want to know about training rows. */
public final class LoadedData {

    /** The column of a play in which each row has its speaker. */
    public static final String SPEAKER = "speaker";

    private final Dataset train;
    private final Dataset test;
    private final List<String> files;
    private final int[] trainRowsOfFile;
    private final Function<String, List<String>> groups;

    /**
     * @param files           names of the files that the training rows come from
     * @param trainRowsOfFile how many come from each; all rows of a file stand together, in the order of the files
     * @param groups          gives for the name of a column its text in each training row
     */
    public LoadedData(Dataset train, Dataset test, List<String> files, int[] trainRowsOfFile,
            Function<String, List<String>> groups) {
        if (trainRowsOfFile.length != files.size() || Arrays.stream(trainRowsOfFile).sum() != train.rows()) {
            throw new IllegalArgumentException(
                    Arrays.toString(trainRowsOfFile) + " rows of " + files + ", " + train.rows() + " in all");
        }
        this.train = train;
        this.test = test;
        this.files = List.copyOf(files);
        this.trainRowsOfFile = trainRowsOfFile.clone();
        this.groups = groups;
    }

    /** Data without columns whose training rows all come from one file. */
    public static LoadedData ofOneFile(String text, Dataset train, Dataset test) {
        return new LoadedData(train, test, List.of(text), new int[]{train.rows()}, column -> {
            throw new UserMistakeException(
                    "Data '" + text + "' has no column '" + column + "': allowed with by:COLUMN are csv files");
        });
    }

    public Dataset train() {
        return train;
    }

    public Dataset test() {
        return test;
    }

    /** The names of the files that the training rows come from. */
    public List<String> files() {
        return files;
    }

    /** For each training row the number of its file in {@link #files}. */
    public int[] fileOfTrainRow() {
        int[] fileOfTrainRow = new int[train.rows()];
        int next = 0;
        for (int file = 0; file < trainRowsOfFile.length; file++) {
            Arrays.fill(fileOfTrainRow, next, next + trainRowsOfFile[file], file);
            next += trainRowsOfFile[file];
        }
        return fileOfTrainRow;
    }

    /**
     * For each training row the text of a column, empty where it is missing. Reads the files once more, since a loaded
     * data set keeps features only.
     *
     * @throws UserMistakeException if there is no such column
     */
    public List<String> groups(String column) {
        List<String> texts = groups.apply(column);
        if (texts.size() != train.rows()) {
            throw new UserMistakeException("The data files have changed while they were read, from " + train.rows()
                    + " to " + texts.size() + " training rows: allowed are files that stay as they are");
        }
        return texts;
    }
}
