package dev.grapevine.node.replica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.words.UserMistakeException;

/** Models by name. */
class ModelSpecTest {

    @Test
    void modelNamesAreParsed() {
        assertThat(ModelSpec.parse("linear")).isEqualTo(new ModelSpec(new Perceptron("linear", List.of(), 0)));
        assertThat(ModelSpec.parse("softmax")).isEqualTo(new ModelSpec(new Perceptron("softmax", List.of(), 0)));
        assertThat(ModelSpec.parse("mlp:256,128"))
                .isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(256, 128), 0)));
        assertThat(ModelSpec.parse("mlp:1")).isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(1), 0)));
        assertThat(ModelSpec.parse("mlp:65536")).isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(65536), 0)));
    }

    @Test
    void equalModelsHaveEqualNames() {
        for (String name : List.of("linear", "softmax", "mlp:256,128", "mlp:8,dropout=0.2", "cnn", "cnn,dropout=0.5",
                "cnn:32,64,512", "cnn:8,16,dropout=0.25", "gpt:2,2,6,dropout=0.1", "gru:6,dropout=0.2")) {
            assertThat(ModelSpec.parse(name)).hasToString(name);
        }
        assertThat(ModelSpec.parse("mlp: 256 ,+128")).hasToString("mlp:256,128");
        assertThat(ModelSpec.parse("cnn: 8,16,dropout= .50")).hasToString("cnn:8,16,dropout=0.5");
        assertThat(ModelSpec.parse("mlp:8,dropout=-0")).hasToString("mlp:8").isEqualTo(ModelSpec.parse("mlp:8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-0.1", "NaN", "", "half", "0.5,8", "0.5,dropout=0.5"})
    void invalidDropoutIsMistake(String word) {
        assertThatThrownBy(() -> ModelSpec.parse("mlp:8,dropout=" + word)).isInstanceOf(UserMistakeException.class)
                .hasMessage("model is mlp:8,dropout=" + word + ": dropout is '" + word
                        + "'; allowed are numbers from 0 to 0.9, at the end");
    }

    @Test
    void parametersAreCountedWithoutNetwork() {
        for (String name : List.of("softmax", "mlp:7", "mlp:8,5,3")) {
            ModelSpec model = ModelSpec.parse(name);
            assertThat(model.parameters(ModelInput.plain(6), 4))
                    .isEqualTo(model.network(6, 4, new SoftmaxCrossEntropy(), 1).layout().parameters());
        }
        assertThat(ModelSpec.parse("mlp:65536,65536").parameters(ModelInput.plain(1 << 24), 1)).isEqualTo(
                ((1L << 24) + 1) * 65536 + 65537L * 65536 + 65537);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mlp", "perceptron", "Softmax", "softmax:10", "linear:1", "cnn:8", "linear,dropout=0.5",
            "softmax,dropout=0", "mlp,dropout=0.1"})
    void unknownModelIsMistake(String name) {
        assertThatThrownBy(() -> ModelSpec.parse(name)).isInstanceOf(UserMistakeException.class)
                .hasMessage("model is " + name + ": allowed are " + ModelSpec.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65537", "x", "", "1.5", "99999999999"})
    void invalidWidthIsMistake(String width) {
        assertThatThrownBy(() -> ModelSpec.parse("mlp:8," + width)).isInstanceOf(UserMistakeException.class)
                .hasMessage("model is mlp:8," + width + ": '" + width
                        + "' is not a width; allowed are whole numbers from 1 to 65536");
    }
}
