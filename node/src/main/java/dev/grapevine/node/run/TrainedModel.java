package dev.grapevine.node.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Model with everything needed to use it on rows as its users have them: its name, the schema of its data, and its
 * parameters. Immutable but for the array, which nobody changes.
 *
 * @param spec       name of the model
 * @param schema     encoding of rows, and names of classes
 * @param layout     of the parameters
 * @param parameters in the order of the layout
 */
public record TrainedModel(ModelSpec spec, Schema schema, Layout layout, float[] parameters) {

    private static final String FILE = "model.safetensors";
    /** Tensors with such names belong to a training, not to its model. */
    private static final String TRAINING = "training.";

    /** Model of a run. */
    public static TrainedModel of(RunSetup setup, Layout layout, float[] parameters) {
        return new TrainedModel(setup.options().get(TaskOptions.MODEL), setup.schema(), layout, parameters);
    }

    /**
     * Reads a model.
     *
     * @param place a file in the safetensors format, or the folder of a run or a node
     * @throws UserMistakeException if there is no model, or if it lacks what is needed to use it
     */
    public static TrainedModel read(Path place) {
        Path file = file(place);
        return of(Safetensors.read(file), file);
    }

    /** File of the model at a place that a user named. */
    public static Path file(Path place) {
        if (!Files.isDirectory(place)) {
            return place;
        }
        Path file = place.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException("The folder " + place + " has no " + FILE
                    + ", which a run and a node write when they end: allowed are a model's file and folders with one");
        }
        return file;
    }

    private static TrainedModel of(Safetensors.Model file, Path name) {
        String model = required(file, TaskOptions.MODEL.name(), name);
        String json = required(file, RunTerms.SCHEMA, name);
        try {
            ModelSpec spec = ModelSpec.parse(model);
            Schema schema = Schema.fromJson(json);
            ModelLimits.checkModel(spec, schema);
            Layout layout = RunSetup.network(spec, schema, 1).layout();
            return new TrainedModel(spec, schema, layout, inOrder(file, layout));
        } catch (IllegalArgumentException | UserMistakeException e) {
            throw new UserMistakeException(name + " is not a model that Grapevine can use: " + e.getMessage(), e);
        }
    }

    private static String required(Safetensors.Model file, String entry, Path name) {
        String text = file.metadata().get(entry);
        if (text == null) {
            throw new UserMistakeException(name + " has no entry '" + entry
                    + "' in its metadata: allowed are models saved by Grapevine");
        }
        return text;
    }

    /** Whether a tensor belongs to the model, not to its training. */
    static boolean isOfModel(Layout.Slice tensor) {
        return !tensor.name().startsWith(TRAINING);
    }

    /**
     * Parameters in the order of a layout: other programs may have sorted the tensors by name.
     *
     * @throws IllegalArgumentException if the tensors are not those of the layout; the message is a clause
     */
    static float[] inOrder(Safetensors.Model file, Layout layout) {
        Map<String, Layout.Slice> found = new LinkedHashMap<>();
        file.layout().slices().stream().filter(TrainedModel::isOfModel)
                .forEach(slice -> found.put(slice.name(), slice));
        float[] parameters = new float[layout.parameters()];
        for (Layout.Slice wanted : layout.slices()) {
            Layout.Slice slice = found.remove(wanted.name());
            if (slice == null || !slice.shape().equals(wanted.shape())) {
                throw new IllegalArgumentException("its tensor " + wanted.name() + " is "
                        + (slice == null ? "absent" : "of the shape " + slice.shape()) + ", but the model needs "
                        + wanted.shape());
            }
            System.arraycopy(file.parameters(), slice.offset(), parameters, wanted.offset(), slice.length());
            for (int i = wanted.offset(); i < wanted.offset() + wanted.length(); i++) {
                if (!Float.isFinite(parameters[i])) {
                    throw new IllegalArgumentException(
                            "its tensor " + wanted.name() + " has numbers that are not finite");
                }
            }
        }
        if (!found.isEmpty()) {
            throw new IllegalArgumentException("it has tensors that the model does not: "
                    + found.keySet().stream().limit(3).collect(Collectors.joining(", ")));
        }
        return parameters;
    }

    /** Metadata of the model's file. */
    public Map<String, String> metadata() {
        return metadata(spec, schema);
    }

    /** Metadata of a file with such a model. */
    static Map<String, String> metadata(ModelSpec spec, Schema schema) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("grapevine", GrapevineVersion.text());
        metadata.put(TaskOptions.MODEL.name(), spec.toString());
        metadata.put(RunTerms.SCHEMA, schema.toJson());
        return metadata;
    }

    /** Network of the model, for one thread. */
    public Network network() {
        return network(RunSetup.evaluationBatch(spec, schema));
    }

    /** @param batchMax maximum number of rows per batch */
    public Network network(int batchMax) {
        return RunSetup.network(spec, schema, batchMax);
    }
}
