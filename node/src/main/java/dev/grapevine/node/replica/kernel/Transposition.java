package dev.grapevine.node.replica.kernel;

import dev.grapevine.consensus.kernel.KernelProvider;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes a matrix down with rows and columns exchanged. The vectorised way gathers a column's elements, as many as a
 * vector has, and writes them next to each other. Holds no state that changes; any thread may use it.
 */
public final class Transposition {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();
    private static final boolean PLAIN = KernelProvider.isScalar();

    private final int rows;
    private final int columns;
    /** Where a column's elements are, from the first of them on. */
    private final int[] places;

    /** For row-major matrices of that many rows and columns. */
    public Transposition(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.places = new int[WIDTH];
        for (int lane = 0; lane < WIDTH; lane++) {
            places[lane] = lane * columns;
        }
    }

    /**
     * @param from       has the matrix
     * @param fromOffset index of its first element
     * @param to         another array; receives {@code columns} rows of {@code rows} elements from index 0 on
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
