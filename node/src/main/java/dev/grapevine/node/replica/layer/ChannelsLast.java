package dev.grapevine.node.replica.layer;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.schema.ImageShape;

/** Converts images from channels-first, as in data sets, to channels-last: rows of pixels of channels. */
public final class ChannelsLast implements Layer {

    private final int channels;
    private final int pixels;

    public ChannelsLast(ImageShape shape) {
        this.channels = shape.channels();
        this.pixels = shape.height() * shape.width();
    }

    @Override
    public int inputs() {
        return channels * pixels;
    }

    @Override
    public int outputs() {
        return channels * pixels;
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {}

    @Override
    public void initialise(float[] parameters, RandomStream random) {}

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return 0;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int image = 0; image < batch; image++) {
            transpose(input, output, image * inputs(), channels, pixels);
        }
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient != null) {
            for (int image = 0; image < batch; image++) {
                transpose(outputGradient, inputGradient, image * inputs(), pixels, channels);
            }
        }
    }

    private static void transpose(float[] from, float[] to, int offset, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[offset + column * rows + row] = from[offset + row * columns + column];
            }
        }
    }
}
