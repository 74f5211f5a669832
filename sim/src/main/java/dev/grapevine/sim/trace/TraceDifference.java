package dev.grapevine.sim.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The first difference between two traces.
 *
 * @param step   the number of the first step that differs, from 1
 * @param before the last steps that are the same, in order
 * @param first  that step in the first trace; empty if it is over by then
 * @param second and in the second
 */
public record TraceDifference(long step, List<String> before, Optional<String> first, Optional<String> second) {

    private static final int CONTEXT = 5;

    /**
     * Compares two files.
     *
     * @return empty if they are the same
     * @throws UserMistakeException if one is no trace
     */
    public static Optional<TraceDifference> between(Path first, Path second) {
        try (BufferedReader one = open(first); BufferedReader other = open(second)) {
            Deque<String> before = new ArrayDeque<>();
            for (long step = 1;; step++) {
                String left = one.readLine();
                String right = other.readLine();
                if (left == null && right == null) {
                    return Optional.empty();
                }
                if (left == null || !left.equals(right)) {
                    return Optional.of(new TraceDifference(step, new ArrayList<>(before), Optional.ofNullable(left),
                            Optional.ofNullable(right)));
                }
                before.add(left);
                if (before.size() > CONTEXT) {
                    before.remove();
                }
            }
        } catch (IOException e) {
            throw new UserMistakeException("The traces " + first + " and " + second + " cannot be read: "
                    + e.getMessage(), e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "There is no trace " + file + ": 'sim FILE --trace " + file + "' writes one");
        }
        BufferedReader reader = Files.newBufferedReader(file);
        if (!TraceFile.HEADER.equals(reader.readLine())) {
            reader.close();
            throw new UserMistakeException(file + " is no trace: 'sim FILE --trace " + file + "' writes one");
        }
        return reader;
    }

    /** The difference as lines for people. */
    public List<String> lines(Path firstFile, Path secondFile) {
        List<String> lines = new ArrayList<>();
        lines.add("The runs part at step " + step + ". The last steps before:");
        before.forEach(line -> lines.add("    " + line));
        lines.add(firstFile + ":");
        lines.add("    " + first.orElse("is over"));
        lines.add(secondFile + ":");
        lines.add("    " + second.orElse("is over"));
        return lines;
    }
}
