package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes a matrix. The vectorised loop gathers the elements of a column, one vector at a time, and writes them
 * consecutively. Immutable and thread-safe.
 */
public final class Transposition {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();
    private static final boolean PLAIN = KernelProvider.isScalar();

    private final int rows;
    private final int columns;
    /** Offsets of a column's elements from its first one. */
    private final int[] places;

    /** A transposition of row-major matrices of this shape. */
    public Transposition(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.places = new int[WIDTH];
        for (int lane = 0; lane < WIDTH; lane++) {
            places[lane] = lane * columns;
        }
    }

    /**
     * @param from       contains the matrix
     * @param fromOffset index of its first element
     * @param to         another array; receives {@code columns} rows of {@code rows} elements, from index 0 on
     */
    public void transpose(float[] from, int fromOffset, float[] to) {
        int row = 0;
        if (!PLAIN) {
            for (; row + WIDTH <= rows; row += WIDTH) {
                for (int column = 0; column < columns; column++) {
                    FloatVector.fromArray(FLOATS, from, fromOffset + row * columns + column, places, 0)
                            .intoArray(to, column * rows + row);
                }
            }
        }
        for (; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[column * rows + row] = from[fromOffset + row * columns + column];
            }
        }
    }
}
