package dev.grapevine.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Files with which people agree on a schema before a run: schemas, and the sums that they are computed from. */
public final class SchemaFile {

    private SchemaFile() {}

    /** Reads a file that {@link #write(Path, Schema)} wrote. */
    public static Schema read(Path file) {
        try {
            return Schema.fromJson(text(file));
        } catch (IllegalArgumentException e) {
            throw mistake(file, "a file written by 'grapevine data --schema FILE'", e);
        }
    }

    /** Reads a file that {@link #write(Path, DataSums)} wrote. */
    public static DataSums readSums(Path file) {
        try {
            return DataSums.fromJson(text(file));
        } catch (IllegalArgumentException e) {
            throw mistake(file, "a file written by 'grapevine data --sums FILE'", e);
        }
    }

    public static void write(Path file, Schema schema) {
        write(file, schema.toPrettyJson());
    }

    public static void write(Path file, DataSums sums) {
        write(file, sums.toJson());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserMistakeException(file + " cannot be read (" + e + "): allowed is the name of a text file", e);
        }
    }

    private static void write(Path file, String json) {
        try {
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new UserMistakeException(
                    file + " cannot be written (" + e + "): allowed is a file in an existing folder",
                    e);
        }
    }

    private static UserMistakeException mistake(Path file, String allowed, IllegalArgumentException cause) {
        return new UserMistakeException(file + ": " + cause.getMessage() + "; allowed is " + allowed, cause);
    }
}
