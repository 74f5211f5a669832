package dev.grapevine.node.replica.kernel;

/**
 * Products with a matrix whose rows are windows onto an image. Windows overlap, so the matrix is never written down:
 * element (row, inner) is the value at the row's place plus the inner index's place.
 *
 * <p>Each output element is the fused multiply-add of its terms in order of the inner index, so the scalar twin and the
 * vectorised one give the same bits. Implementations hold no state and may be used by any thread.
 */
public interface ConvolutionKernels {

    /** Columns come in multiples of this, the widest vector that there is. */
    int COLUMNS_UNIT = 16;

    /** The fastest implementation that this virtual machine offers. */
    static ConvolutionKernels best() {
        return ImageKernelChoice.CONVOLUTION;
    }

    /**
     * {@code C[row][column] += Σ a[aOffset + rowPlaces[row] + innerPlaces[inner]] · B[inner][column]}.
     *
     * @param rowPlaces   one for each row of A and C, none negative
     * @param innerPlaces one for each column of A and row of B, none negative
     * @param columns     a multiple of {@value #COLUMNS_UNIT}
     * @param b           row after row of {@code columns} values, from {@code bOffset} on
     * @param c           row after row of {@code columns} values, from {@code cOffset} on; overlaps with neither A nor B
     */
    void multiplyAdd(float[] a, int aOffset, int[] rowPlaces, int[] innerPlaces, float[] b, int bOffset, int columns,
            float[] c, int cOffset);

    /**
     * {@code sums[column] += rows[row][column]} for row after row.
     *
     * @param rows    {@code count} rows of {@code columns} values, from {@code rowsOffset} on
     * @param columns a multiple of {@value #COLUMNS_UNIT}
     */
    void addRows(float[] rows, int rowsOffset, int count, int columns, float[] sums);
}
