package dev.grapevine.consensus.parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of the slices of a flat parameter vector, in order and without gaps. Replicas can be averaged only when
 * their layouts are equal.
 *
 * @param slices the slices, the first one at offset 0
 */
public record Layout(List<Slice> slices) {

    /**
     * One tensor within the flat vector, row-major.
     *
     * @param name   unique within its layout, such as {@code dense1.weight}
     * @param offset where it starts, in parameters
     * @param shape  its dimensions, outermost first
     */
    public record Slice(String name, int offset, List<Integer> shape) {

        public Slice {
            shape = List.copyOf(shape);
        }

        /** The number of parameters in the slice. */
        public int length() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    public Layout {
        slices = List.copyOf(slices);
        int expected = 0;
        for (Slice slice : slices) {
            if (slice.offset != expected) {
                throw new IllegalArgumentException(
                        "Slice " + slice.name + " starts at " + slice.offset + ", but " + expected + " is free");
            }
            expected = Math.addExact(expected, slice.length());
        }
    }

    /** The number of all parameters. */
    public int parameters() {
        return slices.stream().mapToInt(Slice::length).sum();
    }

    /** One line that is equal for equal layouts only, such as {@code dense1.weight[784x128] dense1.bias[128]}. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        for (Slice slice : slices) {
            List<String> dimensions = slice.shape.stream().map(String::valueOf).toList();
            parts.add(slice.name + "[" + String.join("x", dimensions) + "]");
        }
        return String.join(" ", parts);
    }

    /** Collects slices one after the other. */
    public static final class Builder {
        private final List<Slice> slices = new ArrayList<>();
        private int next;

        /** Adds a slice behind those that are there and returns where it starts. */
        public int add(String name, Integer... shape) {
            Slice slice = new Slice(name, next, List.of(shape));
            slices.add(slice);
            next = Math.addExact(next, slice.length());
            return slice.offset;
        }

        /** The number of slices so far. */
        public int count() {
            return slices.size();
        }

        public Layout build() {
            return new Layout(slices);
        }
    }
}
