package dev.grapevine.node.replica.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.layer.ChannelsLast;
import dev.grapevine.node.replica.layer.Convolution;
import dev.grapevine.node.replica.layer.Dense;
import dev.grapevine.node.replica.layer.Dropout;
import dev.grapevine.node.replica.layer.Layer;
import dev.grapevine.node.replica.layer.MaxPool;
import dev.grapevine.node.replica.layer.Relu;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Convolutions with pooling, then dense layers, for images. {@code cnn} is LeNet-5 (Y. LeCun et al., "Gradient-Based
 * Learning Applied to Document Recognition", 1998) with rectified linear units and max pooling; {@code cnn:32,64,512}
 * has convolutions that keep the image's size and one hidden dense layer, of the last width.
 *
 * @param sizes   channels of each convolution and width of the hidden dense layer; empty for LeNet-5
 * @param dropout probability of dropping a value before the last layer
 */
public record ConvolutionalNetwork(List<Integer> sizes, double dropout) implements Architecture {

    private static final int KERNEL = 5;
    /** Padding with which a convolution keeps the image's size. */
    private static final int SAME_SIZE = 2;

    /** Convolution followed by pooling. */
    private record Stage(int filters, int padding) {}

    public ConvolutionalNetwork {
        sizes = List.copyOf(sizes);
    }

    private List<Stage> stages() {
        return sizes.isEmpty()
                ? List.of(new Stage(6, SAME_SIZE), new Stage(16, 0))
                : sizes.subList(0, sizes.size() - 1).stream().map(filters -> new Stage(filters, SAME_SIZE)).toList();
    }

    private List<Integer> hidden() {
        return sizes.isEmpty() ? List.of(120, 84) : List.of(sizes.getLast());
    }

    /** Rows and columns of zeros on each side of the image, for each convolution. */
    public List<Integer> paddings() {
        return stages().stream().map(Stage::padding).toList();
    }

    /** Number of dense layers after the convolutions. */
    public int denseLayers() {
        return hidden().size() + 1;
    }

    @Override
    public void check(Schema schema) {
        ImageShape shape = schema.image().orElseThrow(() -> new UserMistakeException("model is " + this
                + ", but the data has " + schema.encoding().description() + ": allowed are images"));
        long height = shape.height();
        long width = shape.width();
        for (Stage stage : stages()) {
            int lost = KERNEL - 1 - 2 * stage.padding();
            height -= lost;
            width -= lost;
            if (Math.min(height, width) < 2) {
                throw new UserMistakeException("model is " + this + ", but the data has "
                        + schema.encoding().description() + ", which is less than its " + stages().size()
                        + " convolutions with pooling need: allowed are images of at least " + minSize() + " x "
                        + minSize());
            }
            if (height * width * stage.filters() > RowEncoding.MAX_FEATURES) {
                throw new UserMistakeException(
                        "model is " + this + ", which computes " + height * width * stage.filters()
                                + " values of one image in its convolution with " + stage.filters()
                                + " channels: allowed are up to " + RowEncoding.MAX_FEATURES);
            }
            height /= 2;
            width /= 2;
        }
    }

    /** Minimum height and width, which leave one pixel at the end. */
    private long minSize() {
        long size = 1;
        for (Stage stage : stages().reversed()) {
            size = Math.min(2 * size, RowEncoding.MAX_FEATURES) + KERNEL - 1 - 2 * stage.padding();
        }
        return size;
    }

    /**
     * Layers, first to last. Pooling comes before the rectified linear units: the maximum and its gradient are the same
     * in either order, but only a quarter of the units is left to compute.
     */
    @Override
    public List<Layer> layers(ModelInput input, int outputs) {
        ImageShape shape = input.image().orElseThrow(() -> new IllegalArgumentException(this + " takes images only"));
        List<Layer> layers = new ArrayList<>();
        if (shape.channels() > 1) {
            layers.add(new ChannelsLast(shape));
        }
        for (Stage stage : stages()) {
            Convolution convolution = new Convolution(shape, stage.filters(), KERNEL, stage.padding());
            MaxPool pool = new MaxPool(convolution.output());
            shape = pool.output();
            layers.addAll(List.of(convolution, pool, new Relu(shape.features())));
        }
        int width = shape.features();
        for (int next : hidden()) {
            layers.add(new Dense(width, next));
            layers.add(new Relu(next));
            width = next;
        }
        if (dropout > 0) {
            layers.add(new Dropout(width, dropout));
        }
        layers.add(new Dense(width, outputs));
        return layers;
    }

    @Override
    public String toString() {
        String words = sizes.isEmpty()
                ? ""
                : ":" + sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "cnn" + words + DropoutOption.suffix(dropout);
    }
}
