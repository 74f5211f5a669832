package dev.grapevine.node.replica.data.schema;

import java.nio.file.Path;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Line in one of the user's files.
 *
 * @param file path as the user wrote it
 * @param line counted from 1
 */
public record Place(Path file, long line) {

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
        return file + " line " + line;
    }
}
