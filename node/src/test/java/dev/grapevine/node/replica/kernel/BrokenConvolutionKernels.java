package dev.grapevine.node.replica.kernel;

/** Almost correct kernels, to show that tests detect the difference. */
final class BrokenConvolutionKernels implements ConvolutionKernels {

    /** The fault. */
    enum Fault {
        /** Each product is rounded before it is added. */
        NOT_FUSED,
        /** The last term is added first. */
        ANOTHER_ORDER,
        /** One value too many is included at the end. */
        TOO_LONG
    }

    private final Fault fault;

    BrokenConvolutionKernels(Fault fault) {
        this.fault = fault;
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, int[] rowPlaces, int[] innerPlaces, float[] b, int bOffset,
            int columns, float[] c, int cOffset) {
        int inner = innerPlaces.length;
        for (int row = 0; row < rowPlaces.length; row++) {
            for (int column = 0; column < columns; column++) {
                int target = cOffset + row * columns + column;
                for (int i = 0; i < inner; i++) {
                    int k = fault == Fault.ANOTHER_ORDER ? (i + inner - 1) % inner : i;
                    float left = a[aOffset + rowPlaces[row] + innerPlaces[k]];
                    float right = b[bOffset + k * columns + column];
                    c[target] = fault == Fault.NOT_FUSED ? c[target] + left * right : Math.fma(left, right, c[target]);
                }
            }
        }
        if (fault == Fault.TOO_LONG && cOffset + rowPlaces.length * columns < c.length) {
            c[cOffset + rowPlaces.length * columns] = 0;
        }
    }

    @Override
    public void addRows(float[] rows, int rowsOffset, int count, int columns, float[] sums) {
        for (int row = count - 1; row >= 0; row--) {
            for (int column = 0; column < columns; column++) {
                sums[column] += rows[rowsOffset + row * columns + column];
            }
        }
    }
}
