package dev.grapevine.node.replica.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.replica.data.schema.ImageShape;

/** Conversion of planes to pixels, and of gradients back. */
class ChannelsLastTest {

    @Test
    void planesBecomePixels() {
        ChannelsLast layer = new ChannelsLast(new ImageShape(2, 1, 3));
        float[] input = {1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60};
        float[] output = new float[12];
        layer.forward(new float[0], input, output, 2);
        assertThat(output).containsExactly(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);
        float[] back = new float[12];
        layer.backward(new float[0], input, output, output, back, new float[0], 2);
        assertThat(back).isEqualTo(input);
    }
}
