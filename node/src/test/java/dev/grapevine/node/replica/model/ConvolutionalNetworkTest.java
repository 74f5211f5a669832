package dev.grapevine.node.replica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.words.UserMistakeException;

/** Layers of convolutional networks, and the data they accept. */
class ConvolutionalNetworkTest {

    private static Schema images(int channels, int height, int width) {
        return schema(new RowEncoding.Pixels(new ImageShape(channels, height, width), Scaling.NONE));
    }

    private static Schema schema(RowEncoding encoding) {
        return new Schema(Task.CLASSIFY, encoding, List.of("a", "b"), Scaling.NONE);
    }

    private static List<String> layers(String model, ImageShape shape) {
        ModelInput input = new ModelInput(shape.features(), Optional.of(shape), 1);
        return ModelSpec.parse(model).architecture().layers(input, 10).stream()
                .map(layer -> layer.getClass().getSimpleName() + " " + layer.inputs() + "-" + layer.outputs()).toList();
    }

    private static Network network(String model, ImageShape shape) {
        ModelInput input = new ModelInput(shape.features(), Optional.of(shape), 1);
        Network network = ModelSpec.parse(model).network(input, 10, new SoftmaxCrossEntropy(), 2);
        assertThat(ModelSpec.parse(model).parameters(input, 10)).isEqualTo(network.layout().parameters());
        return network;
    }

    @Test
    void defaultIsLeNet() {
        assertThat(layers("cnn", new ImageShape(1, 28, 28))).containsExactly("Convolution 784-4704",
                "MaxPool 4704-1176", "Relu 1176-1176", "Convolution 1176-1600", "MaxPool 1600-400", "Relu 400-400",
                "Dense 400-120", "Relu 120-120", "Dense 120-84", "Relu 84-84", "Dense 84-10");
        assertThat(network("cnn", new ImageShape(1, 28, 28)).layout().describe()).isEqualTo(
                "convolution1.weight[5x5x1x6] convolution1.bias[6] convolution2.weight[5x5x6x16] convolution2.bias[16] "
                        + "dense3.weight[400x120] dense3.bias[120] dense4.weight[120x84] dense4.bias[84] "
                        + "dense5.weight[84x10] dense5.bias[10]");
    }

    @Test
    void sizesAreChannelsAndHiddenWidth() {
        assertThat(layers("cnn:32,64,512,dropout=0.5", new ImageShape(1, 28, 28))).containsExactly(
                "Convolution 784-25088", "MaxPool 25088-6272", "Relu 6272-6272", "Convolution 6272-12544",
                "MaxPool 12544-3136", "Relu 3136-3136", "Dense 3136-512", "Relu 512-512", "Dropout 512-512",
                "Dense 512-10");
        assertThat(network("cnn:32,64,512,dropout=0.5", new ImageShape(1, 28, 28)).layout().parameters())
                .isEqualTo(1_663_370);
        assertThat(layers("mlp:8,dropout=0.5", new ImageShape(1, 2, 2))).containsExactly("Dense 4-8", "Relu 8-8",
                "Dropout 8-8", "Dense 8-10");
    }

    @Test
    void multiChannelImagesAreReorderedFirst() {
        assertThat(layers("cnn:4,8", new ImageShape(3, 6, 5))).containsExactly("ChannelsLast 90-90",
                "Convolution 90-120", "MaxPool 120-24", "Relu 24-24", "Dense 24-8", "Relu 8-8", "Dense 8-10");
    }

    @Test
    void layersAreDescribedWithoutAllocation() {
        ModelInput input = new ModelInput(1 << 24, Optional.of(new ImageShape(1, 4096, 4096)), 1);
        assertThat(ModelSpec.parse("cnn:1,65536,65536").architecture().layers(new ModelInput(16,
                Optional.of(new ImageShape(1, 4, 4)), 1), 10).stream().mapToLong(Layer::parameters).sum())
                .isEqualTo(26L + 26 * 65536L + 65537 * 65536L + 65537 * 10L);
        assertThat(ModelSpec.parse("cnn:1,1,65536").widest(input, 2)).isEqualTo(1 << 24);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"cnn; 1; 12; 12", "cnn:8,8; 3; 2; 2", "cnn:8,8,8; 1; 4; 5"})
    void smallestSufficientImagesAreAccepted(String model, int channels, int height, int width) {
        assertThatCode(() -> ModelSpec.parse(model).check(images(channels, height, width))).doesNotThrowAnyException();
        assertThat(network(model, new ImageShape(channels, height, width)).outputs()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "cnn; 1; 11; 28; model is cnn, but the data has images of 1 x 11 x 28 pixels, which is less than its 2 "
                    + "convolutions with pooling need: allowed are images of at least 12 x 12",
            "cnn:8,8,8; 3; 4; 3; model is cnn:8,8,8, but the data has images of 3 x 4 x 3 pixels, which is less than "
                    + "its 2 convolutions with pooling need: allowed are images of at least 4 x 4",
            "cnn:65536,1; 1; 17; 17; model is cnn:65536,1, which computes 18939904 values of one image in its "
                    + "convolution with 65536 channels: allowed are up to 16777216",
            "cnn:65536,1; 1; 4096; 4096; model is cnn:65536,1, which computes 1099511627776 values of one image in its "
                    + "convolution with 65536 channels: allowed are up to 16777216"})
    void imagesOfUnsuitableSizeAreMistake(String model, int channels, int height, int width, String sentence) {
        Schema schema = images(channels, height, width);
        assertThatThrownBy(() -> ModelSpec.parse(model).check(schema)).isInstanceOf(UserMistakeException.class)
                .hasMessage(sentence);
    }

    @Test
    void rowsWithoutImagesAreMistake() {
        assertThatThrownBy(() -> ModelSpec.parse("cnn").check(schema(new RowEncoding.Plain(784))))
                .isInstanceOf(UserMistakeException.class).hasMessage(
                        "model is cnn, but the data has sparse rows with 784 features: allowed are images");
    }
}
