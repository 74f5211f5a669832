package dev.grapevine.node.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Training in one process, saved between two rounds: a model file like those of nodes, with one more tensor for the
 * optimizer and one more metadata entry for everything else needed to continue as if never interrupted.
 *
 * @param options given options, without stop conditions
 * @param layout  of the model's parameters
 * @param rounds  since the beginning
 */
public record TrainingFile(Map<String, String> options, Schema schema, Layout layout, float[] parameters, long rounds,
        LocalTrainer.State trainer) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENTRY = "training";
    private static final String OPTIMIZER = "training.optimizer";

    /** Current state of a training. */
    public static TrainingFile of(LocalRun run, float[] parameters, long rounds) {
        Map<String, String> options = run.setup().options().given();
        options.remove(ControlOptions.STOP.name());
        options.remove(TaskOptions.INIT.name());
        // It may come from the model to start from.
        options.put(TaskOptions.MODEL.name(), run.setup().options().text(TaskOptions.MODEL));
        return new TrainingFile(options, run.setup().schema(), run.network().layout(), parameters.clone(), rounds,
                run.trainer().save());
    }

    /**
     * Bytes of the file.
     *
     * @param metadata of the model
     */
    public byte[] encode(Map<String, String> metadata) {
        ObjectNode entry = JSON.createObjectNode();
        ObjectNode given = entry.putObject("options");
        options.forEach(given::put);
        entry.put("rounds", rounds).put("epoch", trainer.place().epoch())
                .put("position", trainer.place().position()).put("order", trainer.place().order())
                .put("steps", trainer.place().computed()).put("optimizer", trainer.optimizer());
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(ENTRY, entry.toString());
        float[] state = trainer.optimizerState();
        List<Layout.Slice> slices = new ArrayList<>(layout.slices());
        slices.add(new Layout.Slice(OPTIMIZER, parameters.length, List.of(state.length)));
        float[] values = Arrays.copyOf(parameters, parameters.length + state.length);
        System.arraycopy(state, 0, values, parameters.length, state.length);
        return Safetensors.encode(new Layout(slices), values, all);
    }

    /**
     * Reads a file with the bytes of {@link #encode}.
     *
     * @throws UserMistakeException if the file is anything else
     */
    public static TrainingFile read(Path file) {
        Safetensors.Model model = Safetensors.read(file);
        if (!model.metadata().containsKey(ENTRY)) {
            throw new UserMistakeException(
                    file + " has a model but not the state of its training: allowed with --resume "
                            + "are files written by train --save");
        }
        try {
            return decode(model);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UserMistakeException(file + " has a damaged training state: allowed with --resume are files "
                    + "written by train --save", e);
        }
    }

    private static TrainingFile decode(Safetensors.Model model) throws JacksonException {
        JsonNode entry = JSON.readTree(model.metadata().get(ENTRY));
        Map<String, String> options = new LinkedHashMap<>();
        entry.path("options").properties().forEach(option -> options.put(option.getKey(), option.getValue().asText()));
        List<Layout.Slice> slices = model.layout().slices();
        if (slices.isEmpty() || !slices.getLast().name().equals(OPTIMIZER)) {
            throw new IllegalArgumentException("There is no tensor " + OPTIMIZER);
        }
        Layout layout = new Layout(slices.subList(0, slices.size() - 1));
        int parameters = layout.parameters();
        LocalTrainer.State trainer = new LocalTrainer.State(new Gradients.Place(count(entry, "epoch"),
                Math.toIntExact(Math.min(count(entry, "position"), Integer.MAX_VALUE)),
                // Version 0.1 did not save it, so the current epoch continues in another order.
                entry.path("order").asLong(count(entry, "epoch")), count(entry, "steps")),
                entry.path("optimizer").asText(),
                Arrays.copyOfRange(model.parameters(), parameters, model.parameters().length));
        return new TrainingFile(options, Schema.fromJson(String.valueOf(model.metadata().get("schema"))), layout,
                Arrays.copyOf(model.parameters(), parameters), count(entry, "rounds"), trainer);
    }

    private static long count(JsonNode entry, String name) {
        JsonNode number = entry.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new IllegalArgumentException(name + " is '" + number.asText() + "'");
        }
        return number.asLong();
    }

    /**
     * Setup of a continued training: the file's options, overridden by those that the user gives now.
     *
     * @param file for error sentences
     * @throws UserMistakeException if a given option would change the model
     */
    public RunSetup setup(RunOptions own, Path file) {
        RunOptions saved = saved(file);
        RunSetup.found(saved, schema).charter().firstRefusal(RunTerms.pinned(own)).ifPresent(difference -> {
            throw new UserMistakeException(file + " belongs to another training: " + difference
                    + " (there = in the file)");
        });
        RunSetup setup = RunSetup.found(saved.with(own.given()), schema);
        if (!setup.network().layout().equals(layout)) {
            throw new UserMistakeException(file + " has other tensors than the model " + setup.options().text(
                    TaskOptions.MODEL) + ": allowed with --resume are files written by train --save");
        }
        return setup;
    }

    private RunOptions saved(Path file) {
        try {
            return RunOptions.of(options);
        } catch (UserMistakeException e) {
            throw new UserMistakeException(file + ": " + e.getMessage(), e);
        }
    }
}
