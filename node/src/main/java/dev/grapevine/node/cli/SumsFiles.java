package dev.grapevine.node.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Influence;
import dev.grapevine.node.run.SchemaFile;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Files of sums that owners of data have sent to each other, and their total. Unlike a founding node, who merges files
 * has no data to compare them with; so nothing is left out, and the user reads what each file alone brings about.
 */
final class SumsFiles {

    private final Map<Path, DataSums> files = new LinkedHashMap<>();
    private final DataSums total;

    private SumsFiles(List<Path> paths) {
        DataSums sum = null;
        for (Path path : paths) {
            DataSums next = SchemaFile.readSums(path);
            if (files.put(path.normalize(), next) != null) {
                throw new UserMistakeException(
                        path + " is named twice: allowed is each file once, since its rows would count twice");
            }
            try {
                sum = sum == null ? next : sum.plus(next);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new UserMistakeException(path + " is not compatible with the files before it: " + e.getMessage()
                        + "; allowed are sums over data of the same kind", e);
            }
        }
        total = sum;
    }

    /**
     * Reads files; at least one.
     *
     * @throws UserMistakeException if one cannot be read, is named twice or is over other data than the rest
     */
    static SumsFiles read(List<Path> paths) {
        return new SumsFiles(paths);
    }

    DataSums total() {
        return total;
    }

    /** Sentences about files with by far the most rows, and about the one that changes the scaling most. */
    List<String> influences() {
        if (files.size() < 2) {
            return List.of();
        }
        List<DataSums> all = List.copyOf(files.values());
        Influence influence = new Influence(all.getFirst(), all.subList(1, all.size()));
        List<String> sentences = new ArrayList<>();
        files.forEach((path, sums) -> {
            if (sums.rows() > influence.maxRows()) {
                sentences.add(path + " has " + sums.rows() + " of the " + total.rows() + " rows, more than "
                        + Influence.MAX_MEDIANS + " times the median of all files");
            }
        });
        record Effect(Path path, Influence.Move move) {}
        files.entrySet().stream()
                .flatMap(file -> influence.move(total, file.getValue()).map(move -> new Effect(file.getKey(), move))
                        .stream())
                .max(Comparator.comparingDouble(effect -> effect.move().distance()))
                .ifPresent(effect -> sentences.add(effect.path() + " changes the scaling most, of "
                        + effect.move().sentence()));
        return sentences;
    }
}
