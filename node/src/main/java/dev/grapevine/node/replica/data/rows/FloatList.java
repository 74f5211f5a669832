package dev.grapevine.node.replica.data.rows;

import java.util.Arrays;

/** Growing list of primitive floats. */
final class FloatList {

    private float[] values = new float[64];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size] = value;
        size++;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
