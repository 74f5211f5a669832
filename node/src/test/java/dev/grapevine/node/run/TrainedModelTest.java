package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.Sentences;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.model.Network;

class TrainedModelTest {

    @TempDir
    Path folder;

    private final RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", "digits", "model", "mlp:8")));
    private final Network network = setup.network();
    private final float[] parameters = setup.initialParameters(network);

    private Path write(Layout layout, float[] values, Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, layout, values, metadata);
        return file;
    }

    @Test
    void modelIsReadFromItsFileAndItsFolder() throws IOException {
        Path file = write(network.layout(), parameters, setup.metadata());
        for (Path place : List.of(file, folder)) {
            TrainedModel model = TrainedModel.read(place);
            assertThat(model.parameters()).isEqualTo(parameters);
            assertThat(model.schema()).isEqualTo(setup.schema());
            assertThat(model.spec()).hasToString("mlp:8");
            assertThat(model.metadata()).isEqualTo(setup.metadata());
        }
    }

    /** Other programs sort tensors by name. */
    @Test
    void tensorsMayBeInAnotherOrder() throws IOException {
        List<Layout.Slice> sorted = new ArrayList<>(network.layout().slices());
        sorted.sort(Comparator.comparing(Layout.Slice::name));
        assertThat(sorted).isNotEqualTo(network.layout().slices());
        Layout.Builder layout = new Layout.Builder();
        float[] values = new float[parameters.length];
        for (Layout.Slice slice : sorted) {
            System.arraycopy(parameters, slice.offset(), values,
                    layout.add(slice.name(), slice.shape().toArray(Integer[]::new)), slice.length());
        }
        assertThat(TrainedModel.read(write(layout.build(), values, setup.metadata())).parameters())
                .isEqualTo(parameters);
    }

    @Test
    void fileThatDoesNotFitIsRefused() throws IOException {
        Map<String, String> other = new HashMap<>(setup.metadata());
        other.put("model", "mlp:9");
        Path file = write(network.layout(), parameters, other);
        Sentences.assertMistake(() -> TrainedModel.read(file), file + " is not a model that Grapevine can use: its "
                + "tensor dense1.weight is of the shape [784, 8], but the model needs [784, 9]");
        other.put("model", "mlp:8");
        other.put("schema", "{}");
        write(network.layout(), parameters, other);
        Sentences.assertMistakeAbout(() -> TrainedModel.read(file), file + " is not a model that Grapevine can use");
        write(network.layout(), parameters, Map.of());
        Sentences.assertMistake(() -> TrainedModel.read(file),
                file + " has no entry 'model' in its metadata: allowed are models saved by Grapevine");
        Sentences.assertMistakeAbout(() -> TrainedModel.read(folder.resolve("none")), "There is no model file");
    }
}
