package dev.grapevine.node.replica.kernel;

/**
 * Products with a matrix whose rows are windows onto an image (implicit im2col). Windows overlap, so the matrix is
 * never materialised: element (row, inner) is the value at the row's offset plus the inner index's offset.
 *
 * <p>Each output element is the fused multiply-add of its terms in order of the inner index, so the scalar and the
 * vectorised implementation give the same bits. Implementations are stateless and thread-safe.
 */
public interface ConvolutionKernels {

    /** Columns come in multiples of this number, the float lanes of the widest vector. */
    int COLUMNS_UNIT = 16;

    /** Fastest implementation on this virtual machine. */
    static ConvolutionKernels best() {
        return ImageKernelChoice.CONVOLUTION;
    }

    /**
     * {@code C[row][column] += Σ a[aOffset + rowPlaces[row] + innerPlaces[inner]] · B[inner][column]}.
     *
     * @param rowPlaces   one offset for each row of A and C, none negative
     * @param innerPlaces one offset for each column of A and row of B, none negative
     * @param columns     a multiple of {@value #COLUMNS_UNIT}
     * @param b           rows of {@code columns} values, from {@code bOffset} on
     * @param c           rows of {@code columns} values, from {@code cOffset} on; overlaps with neither A nor B
     */
    void multiplyAdd(float[] a, int aOffset, int[] rowPlaces, int[] innerPlaces, float[] b, int bOffset, int columns,
            float[] c, int cOffset);

    /**
     * {@code sums[column] += rows[row][column]}, in the order of the rows.
     *
     * @param rows    {@code count} rows of {@code columns} values, from {@code rowsOffset} on
     * @param columns a multiple of {@value #COLUMNS_UNIT}
     */
    void addRows(float[] rows, int rowsOffset, int count, int columns, float[] sums);
}
