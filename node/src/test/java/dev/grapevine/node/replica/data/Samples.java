package dev.grapevine.node.replica.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.DenseRows;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.rows.RowBudget;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;

/** Creates files and data sets for tests. */
public final class Samples {

    private Samples() {}

    /** Text file with these lines. */
    public static Path write(Path directory, String name, String... lines) {
        return write(directory, name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static Path write(Path directory, String name, byte[] content) {
        try {
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream output = new GZIPOutputStream(packed)) {
            output.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** All features of one row. */
    public static float[] row(Dataset data, int row) {
        float[] features = new float[data.width()];
        data.features(new int[]{row}, 0, 1, features);
        return features;
    }

    public static float[] targets(Dataset data) {
        float[] targets = new float[data.rows()];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = data.target(row);
        }
        return targets;
    }

    /** Training rows with these targets, each with its row number as its only feature; no files, no columns. */
    public static LoadedData withTargets(float... targets) {
        DenseRows.Builder rows = new DenseRows.Builder(1, RowBudget.ofHeap("sample"));
        for (int i = 0; i < targets.length; i++) {
            rows.add(new float[]{i}, targets[i]);
        }
        Dataset train = rows.build();
        return LoadedData.ofOneFile("sample", train, train);
    }

    public static Schema classes(int count) {
        return new Schema(Task.CLASSIFY, new RowEncoding.Plain(1),
                IntStream.range(0, count).mapToObj(String::valueOf).toList(), Scaling.NONE);
    }

    public static Schema regression() {
        return new Schema(Task.REGRESS, new RowEncoding.Plain(1), List.of(), Scaling.NONE);
    }
}
