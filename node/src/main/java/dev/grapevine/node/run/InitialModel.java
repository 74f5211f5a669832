package dev.grapevine.node.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Model that a run starts from instead of random parameters, in a file of the option {@code init}. Model and schema of
 * the run are those of the file, unless the user gives others that have the same tensors.
 *
 * @param file  as the user wrote it
 * @param model content of the file
 */
record InitialModel(Path file, Safetensors.Model model) {

    /**
     * Reads the file, if the user gave one.
     *
     * @throws UserMistakeException if it is not a model
     */
    static Optional<InitialModel> of(RunOptions options) {
        return options.get(TaskOptions.INIT).map(TrainedModel::file)
                .map(file -> new InitialModel(file, Safetensors.read(file)));
    }

    /** Options with the model of the file, unless the user gave one. */
    static RunOptions completed(RunOptions options) {
        if (options.isGiven(TaskOptions.MODEL)) {
            return options;
        }
        return of(options).map(initial -> initial.model.metadata().get(TaskOptions.MODEL.name()))
                .map(name -> options.with(TaskOptions.MODEL, name)).orElse(options);
    }

    /**
     * Schema that the user gave: in a file of its own, or with the model to start from.
     *
     * @throws UserMistakeException if a file cannot be read
     */
    static Optional<Schema> schema(RunOptions options) {
        Optional<Schema> agreed = options.get(TaskOptions.SCHEMA).map(SchemaFile::read);
        return agreed.isPresent() ? agreed : of(options).flatMap(InitialModel::schema);
    }

    private Optional<Schema> schema() {
        try {
            return Optional.ofNullable(model.metadata().get(RunTerms.SCHEMA)).map(Schema::fromJson);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(file + " has a damaged schema: " + e.getMessage(), e);
        }
    }

    /**
     * Parameters in the order of a network's layout.
     *
     * @throws UserMistakeException if the file has other tensors
     */
    float[] parameters(Layout layout) {
        try {
            return TrainedModel.inOrder(model, layout);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("init is " + file + ", but " + e.getMessage()
                    + ": allowed is a file with the tensors of the run's model", e);
        }
    }

    /** SHA-256 over names, shapes and numbers of the model's tensors, in the order of their names. */
    String fingerprint() {
        MessageDigest digest = sha256();
        List<Layout.Slice> slices = model.layout().slices().stream().filter(TrainedModel::isOfModel)
                .sorted(Comparator.comparing(Layout.Slice::name)).toList();
        for (Layout.Slice slice : slices) {
            digest.update((slice.name() + slice.shape()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * slice.length()).order(ByteOrder.LITTLE_ENDIAN);
            numbers.asFloatBuffer().put(model.parameters(), slice.offset(), slice.length());
            digest.update(numbers);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
