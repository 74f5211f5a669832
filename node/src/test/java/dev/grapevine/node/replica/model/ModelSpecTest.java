package dev.grapevine.node.replica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.UserMistakeException;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;

/** Models by name. */
class ModelSpecTest {

    @Test
    void namesAreRead() {
        assertThat(ModelSpec.parse("linear")).isEqualTo(new ModelSpec(new Perceptron("linear", List.of())));
        assertThat(ModelSpec.parse("softmax")).isEqualTo(new ModelSpec(new Perceptron("softmax", List.of())));
        assertThat(ModelSpec.parse("mlp:256,128")).isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(256, 128))));
        assertThat(ModelSpec.parse("mlp:1")).isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(1))));
        assertThat(ModelSpec.parse("mlp:65536")).isEqualTo(new ModelSpec(new Perceptron("mlp", List.of(65536))));
    }

    @Test
    void equalModelsHaveOneName() {
        for (String name : List.of("linear", "softmax", "mlp:256,128")) {
            assertThat(ModelSpec.parse(name)).hasToString(name);
        }
        assertThat(ModelSpec.parse("mlp: 256 ,+128")).hasToString("mlp:256,128");
    }

    @Test
    void parametersCanBeCountedBeforeThereIsANetwork() {
        for (String name : List.of("softmax", "mlp:7", "mlp:8,5,3")) {
            ModelSpec model = ModelSpec.parse(name);
            assertThat(model.parameters(ModelInput.plain(6), 4))
                    .isEqualTo(model.network(6, 4, new SoftmaxCrossEntropy(), 1).layout().parameters());
        }
        assertThat(ModelSpec.parse("mlp:65536,65536").parameters(ModelInput.plain(1 << 24), 1)).isEqualTo(
                ((1L << 24) + 1) * 65536 + 65537L * 65536 + 65537);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mlp", "perceptron", "Softmax", "softmax:10", "linear:1"})
    void unknownModelsAreMistakes(String name) {
        assertThatThrownBy(() -> ModelSpec.parse(name)).isInstanceOf(UserMistakeException.class)
                .hasMessage("model is " + name + ": allowed are linear, softmax, mlp:WIDTH[,WIDTH…]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65537", "x", "", "1.5", "99999999999"})
    void widthsThatAreNoneAreMistakes(String width) {
        assertThatThrownBy(() -> ModelSpec.parse("mlp:8," + width)).isInstanceOf(UserMistakeException.class)
                .hasMessage("model is mlp:8," + width + ": '" + width
                        + "' is no width; allowed are whole numbers from 1 to 65536");
    }
}
