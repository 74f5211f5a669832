package dev.grapevine.node.replica.kernel;

/** Scalar implementation: three loops. */
public final class ScalarMatrixKernels implements MatrixKernels {

    @Override
    public void multiplyAdd(int rows, int columns, int inner, View a, View b, View c) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int target = c.offset() + row * c.rowStride() + column;
                float sum = c.values()[target];
                for (int k = 0; k < inner; k++) {
                    float left = a.values()[a.offset() + row * a.rowStride() + k * a.columnStride()];
                    sum = Math.fma(left, b.values()[b.offset() + k * b.rowStride() + column], sum);
                }
                c.values()[target] = sum;
            }
        }
    }
}
