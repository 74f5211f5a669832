package dev.grapevine.node.replica.data.schema;

import java.nio.file.Path;

import dev.grapevine.node.words.UserMistakeException;

/**
 * A line of one of the user's files.
 *
 * @param file as the user wrote it
 * @param line counted from 1
 */
public record Place(Path file, long line) {

    /** A mistake there; the sentence goes on behind the place. */
    public UserMistakeException mistake(String what) {
        return new UserMistakeException(this + ": " + what);
    }

    @Override
    public String toString() {
        return file + " line " + line;
    }
}
