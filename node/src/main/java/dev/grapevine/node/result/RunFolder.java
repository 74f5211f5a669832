package dev.grapevine.node.result;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Folder with the results of a run: {@code summary.json}, {@code series.csv}, {@code model.safetensors}, and
 * {@code report.html}, which the caller writes. The series grows during the run; the other files are written whole. Not
 * thread-safe.
 */
public final class RunFolder implements AutoCloseable {

    /** Page that reports on the run. */
    public static final String REPORT = "report.html";

    private static final String MODEL = "model.safetensors";

    static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;
    private final BufferedWriter series;

    private RunFolder(Path folder, BufferedWriter series) {
        this.folder = folder;
        this.series = series;
    }

    /** Creates the folder, or empties the results of an earlier run. */
    public static RunFolder create(Path folder) {
        try {
            Files.createDirectories(folder);
            for (String old : new String[]{"summary.json", MODEL, lastBeside(Path.of(MODEL)).toString(),
                    "baselines.csv",
                    REPORT}) {
                Files.deleteIfExists(folder.resolve(old));
            }
            BufferedWriter series = Files.newBufferedWriter(folder.resolve("series.csv"));
            series.write(Sample.HEADER + "\n");
            series.flush();
            return new RunFolder(folder, series);
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return folder;
    }

    /** Creates an empty subfolder, deleting earlier content. */
    public Path emptyFolder(String name) {
        Path inner = folder.resolve(name);
        try {
            if (Files.exists(inner)) {
                try (Stream<Path> old = Files.walk(inner)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(inner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line to the series. */
    public void add(Sample sample) {
        try {
            series.write(sample.toCsv() + "\n");
            series.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(RunSummary summary) {
        try {
            Path unfinished = folder.resolve("summary.json.unfinished");
            Files.writeString(unfinished, JSON.writeValueAsString(summary) + "\n");
            Files.move(unfinished, folder.resolve("summary.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a table as CSV. */
    public void writeTable(String name, String header, List<String> lines) {
        try {
            Files.writeString(folder.resolve(name), header + "\n" + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Path of the model in such a folder. */
    public static Path modelIn(Path folder) {
        return folder.resolve(MODEL);
    }

    /** Path of the last model if the best model has the usual path. */
    public static Path lastBeside(Path model) {
        String name = model.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling(dot <= 0
                ? name + "-last"
                : name.substring(0, dot) + "-last" + name.substring(dot));
    }

    /**
     * Writes the model of the run.
     *
     * @return its path
     */
    public Path writeModel(Layout layout, float[] parameters, Map<String, String> metadata) {
        return write(modelIn(folder), layout, parameters, metadata);
    }

    /**
     * Writes the last model beside the best one.
     *
     * @return its path
     */
    public Path writeLastModel(Layout layout, float[] parameters, Map<String, String> metadata) {
        return write(lastBeside(modelIn(folder)), layout, parameters, metadata);
    }

    private static Path write(Path file, Layout layout, float[] parameters, Map<String, String> metadata) {
        try {
            Safetensors.write(file, layout, parameters, metadata);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            series.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
