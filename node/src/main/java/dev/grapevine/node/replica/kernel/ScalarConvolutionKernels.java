package dev.grapevine.node.replica.kernel;

/** Scalar implementation: plain loops. */
public final class ScalarConvolutionKernels implements ConvolutionKernels {

    @Override
    public void multiplyAdd(float[] a, int aOffset, int[] rowPlaces, int[] innerPlaces, float[] b, int bOffset,
            int columns, float[] c, int cOffset) {
        for (int row = 0; row < rowPlaces.length; row++) {
            for (int column = 0; column < columns; column++) {
                int target = cOffset + row * columns + column;
                float sum = c[target];
                for (int k = 0; k < innerPlaces.length; k++) {
                    sum = Math.fma(a[aOffset + rowPlaces[row] + innerPlaces[k]], b[bOffset + k * columns + column],
                            sum);
                }
                c[target] = sum;
            }
        }
    }

    @Override
    public void addRows(float[] rows, int rowsOffset, int count, int columns, float[] sums) {
        for (int i = 0; i < count * columns; i++) {
            sums[i % columns] += rows[rowsOffset + i];
        }
    }
}
