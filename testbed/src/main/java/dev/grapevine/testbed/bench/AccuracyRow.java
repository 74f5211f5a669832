package dev.grapevine.testbed.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A known result that training has to reach.
 *
 * @param name     what users call it
 * @param dataset  the folder among the data sets
 * @param data     the word for the data, with {@code @} in the place of that folder
 * @param options  all others, by name
 * @param length   how long it is trained
 * @param measure  what is judged on the test part
 * @param required what it has to be, at least or at most as the measure says
 * @param isShort  whether it takes less than half a minute
 */
record AccuracyRow(String name, String dataset, String data, Map<String, String> options, Length length,
        Measure measure, double required, boolean isShort) {

    private static final String FOLDER = "@";

    /** The quantity that is judged. */
    enum Measure {
        /** Share of right answers: the greater the better. */
        ACCURACY,
        /** Mean loss: the smaller the better. */
        LOSS
    }

    /**
     * A number of steps, or of times that all rows are used.
     *
     * @param epochs 0 if steps are counted
     * @param steps  0 if epochs are counted
     */
    record Length(int epochs, int steps) {

        static Length epochs(int epochs) {
            return new Length(epochs, 0);
        }

        static Length steps(int steps) {
            return new Length(0, steps);
        }

        /** Steps to make in all. */
        int stepsFor(int rows, int batch) {
            return steps + epochs * Math.ceilDiv(rows, batch);
        }

        @Override
        public String toString() {
            return epochs > 0 ? epochs + " epochs" : steps + " steps";
        }
    }

    private static final Map<String, String> CONSTANT_RATE = Map.of();
    /** A learning rate that falls, so that the last of ten epochs of sixty thousand rows make small steps. */
    private static final Map<String, String> FALLING_RATE = Map.of("schedule", "cosine:18750");

    private static final Map<String, String> FALLING_RATE_WITH_DECAY = Map.of("schedule", "cosine:18750", "weightDecay",
            "0.0005");

    static final List<AccuracyRow> ALL = List.of(
            accuracy("mnist-softmax", "mnist", "idx:@", "softmax", 0.001, CONSTANT_RATE, 10, 0.92, true),
            accuracy("mnist-mlp", "mnist", "idx:@", "mlp:256,128", 0.01, CONSTANT_RATE, 10, 0.98, true),
            accuracy("mnist-cnn", "mnist", "idx:@", "cnn", 0.02, FALLING_RATE_WITH_DECAY, 10, 0.99, false),
            accuracy("mnist-cnn-wide", "mnist", "idx:@", "cnn:32,64,512", 0.01, FALLING_RATE, 10, 0.992, false),
            accuracy("fashion-cnn", "fashion-mnist", "idx:@", "cnn", 0.01, FALLING_RATE, 10, 0.90, false),
            accuracy("a9a-softmax", "a9a", "libsvm:@/a9a,test=@/a9a.t", "softmax", 0.01, CONSTANT_RATE, 10, 0.848,
                    true),
            accuracy("spambase-mlp", "spambase", "csv:@/spambase.data,test=0.2", "mlp:128,64", 0.003, CONSTANT_RATE,
                    60, 0.94, true),
            new AccuracyRow("shakespeare-gpt", "tinyshakespeare", "text:@/input.txt,block=64,test=0.1",
                    Map.of("model", "gpt:4,4,128", "batch", "12", "optimizer", "adamw", "learningRate", "0.001",
                            "weightDecay", "0.1", "schedule", "cosine:2000,warmup=100,final=0.1", "clip", "1"),
                    Length.steps(2000), Measure.LOSS, 1.90, false));

    private static AccuracyRow accuracy(String name, String dataset, String data, String model, double learningRate,
            Map<String, String> schedule, int epochs, double required, boolean isShort) {
        Map<String, String> options = new LinkedHashMap<>(schedule);
        options.putAll(Map.of("model", model, "learningRate", String.valueOf(learningRate), "momentum", "0.9", "batch",
                "32"));
        return new AccuracyRow(name, dataset, data, options, Length.epochs(epochs), Measure.ACCURACY, required,
                isShort);
    }

    /** The options of a run on the data set in that folder. */
    Map<String, String> options(Path folder) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("data", data.replace(FOLDER, folder.toString()));
        return all;
    }

    /** Whether that is good enough. */
    boolean isReachedBy(double value) {
        return measure == Measure.ACCURACY ? value >= required : value <= required;
    }

    /** The parameters of the measurement in words, without those that depend on the machine. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("row", name);
        parameters.put("data", dataset);
        options.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(option -> parameters.put(option.getKey(), option.getValue()));
        parameters.put("length", length.toString());
        parameters.put("required", (measure == Measure.ACCURACY ? ">= " : "<= ") + required);
        return parameters;
    }

    /** The unit of the value. */
    String unit() {
        return measure == Measure.ACCURACY ? "accuracy" : "loss";
    }
}
