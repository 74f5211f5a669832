package dev.grapevine.node.replica.data.rows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.grapevine.node.words.UserMistakeException;

/** Output of a data source: a training part, a test part, and the columns that a split may group training rows by. */
public final class LoadedData {

    /** Column that names the speaker of each row of a play. */
    public static final String SPEAKER = "speaker";

    private final Dataset train;
    private final Dataset test;
    private final List<String> files;
    private final int[] trainRowsOfFile;
    private final Function<String, List<String>> groups;
    private final List<String> notes;

    /**
     * @param files           names of the files that the training rows come from
     * @param trainRowsOfFile number of training rows from each file; the rows of a file are consecutive, in the order
     *                        of the files
     * @param groups          maps the name of a column to its text in each training row
     */
    public LoadedData(Dataset train, Dataset test, List<String> files, int[] trainRowsOfFile,
            Function<String, List<String>> groups) {
        this(train, test, files, trainRowsOfFile, groups, List.of());
    }

    private LoadedData(Dataset train, Dataset test, List<String> files, int[] trainRowsOfFile,
            Function<String, List<String>> groups, List<String> notes) {
        if (trainRowsOfFile.length != files.size() || Arrays.stream(trainRowsOfFile).sum() != train.rows()) {
            throw new IllegalArgumentException(
                    Arrays.toString(trainRowsOfFile) + " rows of " + files + ", " + train.rows() + " in all");
        }
        this.train = train;
        this.test = test;
        this.files = List.copyOf(files);
        this.trainRowsOfFile = trainRowsOfFile.clone();
        this.groups = groups;
        this.notes = List.copyOf(notes);
    }

    /** Data without columns whose training rows all come from one file. */
    public static LoadedData ofOneFile(String text, Dataset train, Dataset test) {
        return new LoadedData(train, test, List.of(text), new int[]{train.rows()}, column -> {
            throw new UserMistakeException(
                    "Data '" + text + "' has no column '" + column + "': allowed with by:COLUMN are csv files only");
        });
    }

    /** The same data with sentences about what was found in them, and could be otherwise. */
    public LoadedData noting(List<String> sentences) {
        return new LoadedData(train, test, files, trainRowsOfFile, groups, sentences);
    }

    /** Sentences for users about what was found in the data, and could be otherwise. */
    public List<String> notes() {
        return notes;
    }

    public Dataset train() {
        return train;
    }

    public Dataset test() {
        return test;
    }

    /** Names of the files that the training rows come from. */
    public List<String> files() {
        return files;
    }

    /** Number of the file in {@link #files} for each training row. */
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
     * Text of a column in each training row, empty where it is missing. Reads the files again, because a loaded data
     * set keeps features only.
     *
     * @throws UserMistakeException if there is no such column
     */
    public List<String> groups(String column) {
        List<String> texts = groups.apply(column);
        if (texts.size() != train.rows()) {
            throw new UserMistakeException("The data files changed while they were read, from " + train.rows()
                    + " to " + texts.size() + " training rows: allowed are files that do not change");
        }
        return texts;
    }
}
