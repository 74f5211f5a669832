package dev.grapevine.node.replica.kernel;

/** Almost correct kernels, to show that tests detect the difference. */
final class BrokenMatrixKernels {

    private static final MatrixKernels RIGHT = new ScalarMatrixKernels();

    private BrokenMatrixKernels() {}

    /** Rounds each product before adding it. */
    static MatrixKernels withoutFusing() {
        return (rows, columns, inner, a, b, c) -> {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    for (int k = 0; k < inner; k++) {
                        float left = a.values()[a.offset() + row * a.rowStride() + k * a.columnStride()];
                        c.values()[c.offset() + row * c.rowStride() + column] += left
                                * b.values()[b.offset() + k * b.rowStride() + column];
                    }
                }
            }
        };
    }

    /** Sums the second half of the inner index first. */
    static MatrixKernels inAnotherOrder() {
        return (rows, columns, inner, a, b, c) -> {
            int half = inner / 2;
            RIGHT.multiplyAdd(rows, columns, inner - half, from(a, half * a.columnStride()),
                    from(b, half * b.rowStride()), c);
            RIGHT.multiplyAdd(rows, columns, half, a, b, c);
        };
    }

    /** Computes one column too many. */
    static MatrixKernels tooWide() {
        return (rows, columns, inner, a, b, c) -> RIGHT.multiplyAdd(rows, Math.min(columns + 1, b.rowStride()), inner,
                a, b, c);
    }

    private static MatrixKernels.View from(MatrixKernels.View view, int distance) {
        return new MatrixKernels.View(view.values(), view.offset() + distance, view.rowStride(), view.columnStride());
    }
}
