package dev.grapevine.node.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.predict.Prediction;
import dev.grapevine.node.predict.Predictor;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainedModel;

/** ONNX Runtime gives the same labels and numbers for the same rows as Grapevine itself. */
class OnnxModelTest {

    private static final double RELATIVE = 1e-5;

    @TempDir
    Path folder;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final List<OnnxTensor> tensors = new ArrayList<>();

    @AfterEach
    void closeTensors() {
        tensors.forEach(OnnxTensor::close);
    }

    /** What Grapevine predicts for a row. */
    private record Row(String label, double[] numbers) {}

    private static TrainedModel model(String data, String name) {
        RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", data, "model", name, "batch", "4")));
        Network network = setup.network();
        float[] parameters = setup.initialParameters(network);
        RandomStream random = new RandomStream(5);
        // Biases, too, are not 0.
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (0.02 * random.nextGaussian());
        }
        return TrainedModel.of(setup, network.layout(), parameters);
    }

    private static List<Row> predicted(TrainedModel model, String data) {
        List<Row> rows = new ArrayList<>();
        Predictor predictor = new Predictor(model, (prediction, _) -> rows.add(row(prediction)));
        DataSource.parse(data).visit(model.schema(), false, predictor);
        predictor.finish();
        return rows;
    }

    private static Row row(Prediction prediction) {
        if (!prediction.isClass()) {
            return new Row("", new double[]{prediction.value()});
        }
        double[] probabilities = new double[prediction.classes().size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = prediction.probability(i);
        }
        return new Row(prediction.label(), probabilities);
    }

    private OrtSession session(TrainedModel model) throws OrtException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OnnxModel.write(model, bytes);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        return environment.createSession(bytes.toByteArray(), options);
    }

    private OnnxTensor kept(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    private OnnxTensor floats(float... values) throws OrtException {
        return kept(OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[]{values.length, 1}));
    }

    private OnnxTensor strings(String... values) throws OrtException {
        return kept(OnnxTensor.createTensor(environment, values, new long[]{values.length, 1}));
    }

    private void assertAgree(TrainedModel model, Map<String, OnnxTensor> inputs, List<Row> expected)
            throws OrtException, IOException {
        assertThat(expected).isNotEmpty();
        try (OrtSession session = session(model); OrtSession.Result result = session.run(inputs)) {
            if (expected.getFirst().label().isEmpty()) {
                assertClose(floats(result, "value"), expected);
                return;
            }
            assertClose(floats(result, "probabilities"), expected);
            OnnxTensor labels = (OnnxTensor) result.get("label").orElseThrow();
            assertThat(flat(labels.getValue())).isEqualTo(expected.stream().map(Row::label).toList());
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static List<String> flat(Object strings) {
        List<String> all = new ArrayList<>();
        for (Object entry : (Object[]) strings) {
            if (entry instanceof Object[] inner) {
                all.addAll(flat(inner));
            } else {
                all.add((String) entry);
            }
        }
        return all;
    }

    private static void assertClose(float[] found, List<Row> expected) {
        double worst = 0;
        int next = 0;
        for (Row row : expected) {
            for (double number : row.numbers()) {
                worst = Math.max(worst, Math.abs(found[next++] - number) / Math.max(Math.abs(number), 1e-30));
            }
        }
        assertThat(next).isEqualTo(found.length);
        assertThat(worst).isLessThan(RELATIVE);
    }

    private Path table(String target) throws IOException {
        RandomStream random = new RandomStream(1);
        StringBuilder csv = new StringBuilder("age,colour,weight,town," + target + "\n");
        for (int i = 0; i < 60; i++) {
            csv.append((float) (50 + 10 * random.nextGaussian())).append(',')
                    .append(List.of("red", "blue", "green").get(i % 3)).append(',')
                    .append(i % 7 == 0 ? "?" : String.valueOf((float) random.nextGaussian())).append(',')
                    .append(i % 5 == 0 ? "" : "Łódź").append(',')
                    .append(target.equals("label") ? i % 2 == 0 ? "yes" : "no" : String.valueOf(3e4 + 0.5 + 100 * i))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), csv);
    }

    private Map<String, OnnxTensor> tableInputs() throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        inputs.put("age", floats(61.5f, 40, Float.NaN, 30.25f));
        inputs.put("colour", strings("red", "blue", "pink", "?"));
        inputs.put("weight", floats(0.5f, Float.NaN, -1.25f, 2));
        inputs.put("town", strings("", "Łódź", "Łódź", "Nowhere"));
        return inputs;
    }

    private String tableRows() throws IOException {
        return "csv:" + Files.writeString(folder.resolve("rows.csv"), "age,colour,weight,town\n61.5,red,0.5,\n"
                + "40,blue,?,Łódź\nNA,pink,-1.25,Łódź\n30.25,?,2,Nowhere\n");
    }

    /** The target's name must not hide the output's. */
    @ParameterizedTest
    @ValueSource(strings = {"softmax", "mlp:16,8", "mlp:16,dropout=0.5"})
    void tableRowsHaveTheSameClasses(String name) throws Exception {
        TrainedModel model = model("csv:" + table("label"), name);
        assertAgree(model, tableInputs(), predicted(model, tableRows()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "mlp:16"})
    void tableRowsHaveTheSameValues(String name) throws Exception {
        TrainedModel model = model("csv:" + table("price"), name);
        assertAgree(model, tableInputs(), predicted(model, tableRows()));
    }

    @Test
    void columnMayBeCalledLikeAnOutput() throws Exception {
        Path data = Files.writeString(folder.resolve("named.csv"),
                "label,kind\n1,a\n2,b\n3,a\n4,b\n1,a\n2,b\n3,a\n4,b\n1,a\n2,b\n3,a\n4,b\n");
        TrainedModel model = model("csv:" + data, "softmax");
        try (OrtSession session = session(model);
                OrtSession.Result result = session.run(Map.of("label", floats(1, 2)))) {
            assertThat(session.getOutputNames()).containsExactly("predicted label", "probabilities");
            assertThat(flat(((OnnxTensor) result.get("predicted label").orElseThrow()).getValue())).hasSize(2);
        }
    }

    @Test
    void sparseRowsHaveTheSameClasses() throws Exception {
        Path data = Files.writeString(folder.resolve("rows.libsvm"),
                "0 1:0.5 3:1\n1 2:2\n0 1:1\n1 3:0.25\n0 1:0.75\n1 2:1\n0 1:0.5\n1 2:2 3:1\n".repeat(3));
        TrainedModel model = model("libsvm:" + data, "mlp:8");
        Path rows = Files.writeString(folder.resolve("new.libsvm"), "0 1:0.5 3:1\n0 2:2\n");
        OnnxTensor features = kept(OnnxTensor.createTensor(environment,
                FloatBuffer.wrap(new float[]{0.5f, 0, 1, 0, 2, 0}), new long[]{2, 3}));
        assertAgree(model, Map.of("features", features), predicted(model, "libsvm:" + rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "mlp:32", "cnn", "cnn:4,6,32"})
    void imagesHaveTheSameClasses(String name) throws Exception {
        TrainedModel model = model("digits", name);
        int count = 3;
        byte[] file = new byte[16 + count * 28 * 28];
        ByteBuffer.wrap(file).putInt(0x803).putInt(count).putInt(28).putInt(28);
        RandomStream random = new RandomStream(3);
        for (int i = 16; i < file.length; i++) {
            // Mostly background, as images of digits are.
            file[i] = (byte) (random.nextInt(6) == 0 ? random.nextInt(256) : 0);
        }
        Path images = Files.write(folder.resolve("images"), file);
        ByteBuffer pixels = ByteBuffer.allocateDirect(file.length - 16).put(file, 16, file.length - 16).rewind();
        OnnxTensor image = kept(OnnxTensor.createTensor(environment, pixels, new long[]{count, 1, 28, 28},
                OnnxJavaType.UINT8));
        assertAgree(model, Map.of("image", image), predicted(model, "idx:" + images));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru:16", "gpt:2,2,16", "gpt:1,1,8,dropout=0.1"})
    void textsHaveTheSameNextCharacters(String name) throws Exception {
        Path data = Files.writeString(folder.resolve("text.txt"), "The cat – ß – sat.\n".repeat(40));
        TrainedModel model = model("text:" + data + ",block=16", name);
        for (String text : List.of("The cat – ß – sa", "sat.")) {
            Path file = Files.writeString(folder.resolve("new.txt"), text);
            long[] codePoints = text.codePoints().asLongStream().toArray();
            OnnxTensor characters = kept(OnnxTensor.createTensor(environment, LongBuffer.wrap(codePoints),
                    new long[]{1, codePoints.length}));
            assertAgree(model, Map.of("text", characters), predicted(model, "text:" + file));
        }
        OnnxTensor unknown = kept(OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[]{'Z'}),
                new long[]{1, 1}));
        try (OrtSession session = session(model)) {
            assertThatThrownBy(() -> session.run(Map.of("text", unknown))).isInstanceOf(OrtException.class);
        }
    }
}
