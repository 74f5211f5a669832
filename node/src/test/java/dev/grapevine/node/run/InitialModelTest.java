package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.Sentences;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.model.Network;

/** Runs that start from a model in a file. */
class InitialModelTest {

    @TempDir
    Path folder;

    private Path data;
    private Path file;
    private float[] parameters;
    private Network network;
    private RunSetup before;

    @BeforeEach
    void writeModel() throws IOException {
        data = Files.writeString(folder.resolve("data.csv"), "x,y,label\n" + "1,2,a\n3,5,b\n4,1,a\n".repeat(10));
        before = RunSetup.found(options(Map.of("model", "mlp:4")));
        network = before.network();
        parameters = new float[network.layout().parameters()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = 0.01f * i;
        }
        file = folder.resolve("model.safetensors");
        Safetensors.write(file, network.layout(), parameters, before.metadata());
    }

    private RunOptions options(Map<String, String> more) {
        Map<String, String> given = new LinkedHashMap<>(Map.of("data", "csv:" + data));
        given.putAll(more);
        return RunOptions.of(given);
    }

    private RunSetup found(String... more) {
        Map<String, String> given = new LinkedHashMap<>(Map.of("init", file.toString()));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return RunSetup.found(options(given));
    }

    @Test
    void modelSchemaAndParametersAreThoseOfTheFile() throws IOException {
        Files.writeString(data, "x,y,label\n" + "100,200,a\n300,500,b\n".repeat(10));
        RunSetup setup = found();
        assertThat(setup.options().get(TaskOptions.MODEL)).hasToString("mlp:4");
        assertThat(setup.schema()).isEqualTo(before.schema());
        assertThat(setup.initialParameters(network)).isEqualTo(parameters);
        assertThat(setup.charter().value(Charter.INIT)).hasValueSatisfying(text -> assertThat(text).hasSize(64));
        assertThat(before.charter().value(Charter.INIT)).isEmpty();
        RunSetup joined = RunSetup.adopt(setup.charter(), options(Map.of()));
        assertThat(joined.initialParameters(network)).as("of a node without the file").isNotEqualTo(parameters);
        assertThat(RunSetup.adopt(setup.charter(), options(Map.of("init", folder.toString())))
                .initialParameters(network)).isEqualTo(parameters);
    }

    @Test
    void fingerprintIsThatOfTheNumbers() throws IOException {
        String whole = found().charter().value(Charter.INIT).orElseThrow();
        List<Layout.Slice> sorted = new ArrayList<>(network.layout().slices());
        sorted.sort(Comparator.comparing(Layout.Slice::name));
        Layout.Builder layout = new Layout.Builder();
        float[] values = new float[parameters.length];
        for (Layout.Slice slice : sorted) {
            System.arraycopy(parameters, slice.offset(), values,
                    layout.add(slice.name(), slice.shape().toArray(Integer[]::new)), slice.length());
        }
        Safetensors.write(file, layout.build(), values, before.metadata());
        RunSetup other = found();
        assertThat(other.charter().value(Charter.INIT)).hasValue(whole);
        assertThat(other.initialParameters(network)).isEqualTo(parameters);
        // A file of another program has no schema: that of the data holds.
        Safetensors.write(file, layout.build(), values, Map.of());
        RunSetup plain = found("model", "mlp:4");
        assertThat(plain.charter().value(Charter.INIT)).hasValue(whole);
        assertThat(plain.schema()).isEqualTo(before.schema());
        values[0]++;
        Safetensors.write(file, layout.build(), values, before.metadata());
        assertThat(found().charter().value(Charter.INIT)).isNotEqualTo(whole);
        Sentences.assertMistakeAbout(() -> plain.initialParameters(network),
                file + " is not the model that the run started from: allowed is the file with the fingerprint "
                        + whole.substring(0, 60));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Sentences.assertMistakeAbout(() -> found("model", "mlp:5"), "init is " + file
                + ", but its tensor dense1.weight is of the shape [2, 4], but the model needs [2, 5]");
        Sentences.assertMistake(() -> RunSetup.adopt(before.charter(), options(Map.of("init", file.toString()))),
                "init is " + file + ", but the run did not start from a model: allowed is init for a node that founds "
                        + "a run, and for those that join it");
        assertThat(found().charter().firstRefusal(RunTerms.pinned(options(Map.of("init", file.toString()))))).isEmpty();
        RunSetup linked = found("gossip.strategy", "choco", "gossip.overlay", "ring", "gossip.compression", "sign");
        RunSetup without = RunSetup.adopt(linked.charter(), options(Map.of()));
        Sentences.assertMistakeAbout(() -> without.initialParameters(network),
                "every node needs with gossip.strategy=choco: give it with --init");
    }
}
