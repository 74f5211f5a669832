package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.words.UserMistakeException;

/** Data for a command: files, or standard input, which is copied to a temporary file because data is read twice. */
final class SpooledInput {

    private static final String NAME = "standard input";
    private static final List<String> KINDS = List.of("csv:", "libsvm:", "text:");

    private final DataSource source;
    private final Optional<Path> copy;

    private SpooledInput(DataSource source, Optional<Path> copy) {
        this.source = source;
        this.copy = copy;
    }

    DataSource source() {
        return source;
    }

    /** The same sentence, which names standard input instead of the temporary file. */
    String named(String sentence) {
        return copy.map(file -> sentence.replace(file.toString(), NAME)).orElse(sentence);
    }

    /**
     * Uses data as a user wrote it, where a minus sign in place of a file stands for standard input.
     *
     * @param word  null for a CSV table on standard input
     * @param input standard input
     * @throws UserMistakeException if {@code use} throws one, or if standard input cannot be copied
     */
    static <T> T use(String word, InputStream input, Function<SpooledInput, T> use) {
        String text = word == null ? "csv:-" : word;
        for (String kind : KINDS) {
            if (text.equals(kind + "-") || text.startsWith(kind + "-,")) {
                return spooled(kind, text.substring(kind.length() + 1), input, use);
            }
        }
        return use.apply(new SpooledInput(DataSource.parse(text), Optional.empty()));
    }

    private static <T> T spooled(String kind, String options, InputStream input, Function<SpooledInput, T> use) {
        try {
            Path copy = Files.createTempFile("grapevine", ".data");
            try {
                Files.copy(input, copy, StandardCopyOption.REPLACE_EXISTING);
                return use(new SpooledInput(DataSource.parse(kind + copy + options), Optional.of(copy)), use);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UserMistakeException("Standard input cannot be copied to a temporary file: " + e.getMessage(),
                    e);
        }
    }

    private static <T> T use(SpooledInput spooled, Function<SpooledInput, T> use) {
        try {
            return use.apply(spooled);
        } catch (UserMistakeException e) {
            throw new UserMistakeException(spooled.named(e.getMessage()), e);
        }
    }
}
