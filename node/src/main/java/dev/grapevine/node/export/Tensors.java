package dev.grapevine.node.export;

import java.util.Arrays;
import java.util.Iterator;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.run.TrainedModel;

/** Tensors of a model, one after the other as its layers declare them. Not thread-safe. */
final class Tensors {

    /**
     * One tensor.
     *
     * @param values row-major
     * @param shape  outermost dimension first
     */
    record Tensor(float[] values, int... shape) {

        /** The same numbers with the dimensions in another order. */
        Tensor transposed(int... order) {
            int[] shapeAfter = Arrays.stream(order).map(from -> shape[from]).toArray();
            int[] strides = new int[shape.length];
            for (int i = shape.length - 1, stride = 1; i >= 0; stride *= shape[i], i--) {
                strides[i] = stride;
            }
            float[] moved = new float[values.length];
            int[] place = new int[shape.length];
            for (int i = 0; i < moved.length; i++) {
                int from = 0;
                for (int k = 0; k < order.length; k++) {
                    from += place[k] * strides[order[k]];
                }
                moved[i] = values[from];
                for (int k = order.length - 1; k >= 0 && ++place[k] == shapeAfter[k]; k--) {
                    place[k] = 0;
                }
            }
            return new Tensor(moved, shapeAfter);
        }

        /** The same numbers in another shape. */
        Tensor reshaped(int... other) {
            return new Tensor(values, other);
        }
    }

    private final float[] parameters;
    private final Iterator<Layout.Slice> slices;

    Tensors(TrainedModel model) {
        this.parameters = model.parameters();
        this.slices = model.layout().slices().iterator();
    }

    Tensor next() {
        Layout.Slice slice = slices.next();
        return new Tensor(Arrays.copyOfRange(parameters, slice.offset(), slice.offset() + slice.length()),
                slice.shape().stream().mapToInt(Integer::intValue).toArray());
    }
}
