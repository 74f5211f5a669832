package dev.grapevine.node.replica.data.schema;

import java.nio.file.Path;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Place in what the user gave: a line of a file, or a row of something else.
 *
 * @param source path as the user wrote it, or another name
 * @param unit   what is counted, such as {@code line}
 * @param number counted from 1
 */
public record Place(Path source, String unit, long number) {

    /** A line of a file. */
    public Place(Path file, long line) {
        this(file, "line", line);
    }

    /**
     * Error at this line.
     *
     * @param what rest of the sentence, after the place
     */
    public UserMistakeException mistake(String what) {
        return new UserMistakeException(this + ": " + what);
    }

    @Override
    public String toString() {
        return source + " " + unit + " " + number;
    }
}
