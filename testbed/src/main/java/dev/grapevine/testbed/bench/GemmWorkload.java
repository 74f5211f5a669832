package dev.grapevine.testbed.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.R032Store;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;

/** One product, ready to be done by Grapevine, by ojAlgo and by OpenBLAS. For one thread. */
public final class GemmWorkload implements AutoCloseable {

    private static final MatrixKernels KERNELS = MatrixKernels.best();

    private final GemmShape shape;
    private final View a;
    private final View b;
    private final View c;
    private final R032Store ojalgoA;
    private final R032Store ojalgoB;
    private final R032Store ojalgoC;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment nativeA;
    private final MemorySegment nativeB;
    private final MemorySegment nativeC;

    GemmWorkload(GemmShape shape) {
        this.shape = shape;
        RandomStream random = new RandomStream(1);
        float[] left = normal(shape.rows() * shape.inner(), random);
        float[] right = normal(shape.inner() * shape.columns(), random);
        this.a = shape.aTransposed()
                ? View.rowMajor(left, 0, shape.rows()).transposed()
                : View.rowMajor(left, 0, shape.inner());
        this.b = View.rowMajor(right, 0, shape.columns());
        this.c = View.rowMajor(new float[shape.rows() * shape.columns()], 0, shape.columns());
        OjAlgoUtils.limitThreadsTo(1);
        this.ojalgoA = copy(a, shape.rows(), shape.inner());
        this.ojalgoB = copy(b, shape.inner(), shape.columns());
        this.ojalgoC = R032Store.FACTORY.make(shape.rows(), shape.columns());
        this.nativeA = arena.allocateFrom(ValueLayout.JAVA_FLOAT, left);
        this.nativeB = arena.allocateFrom(ValueLayout.JAVA_FLOAT, right);
        this.nativeC = arena.allocate(ValueLayout.JAVA_FLOAT, c.values().length);
    }

    private static float[] normal(int length, RandomStream random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static R032Store copy(View matrix, int rows, int columns) {
        R032Store copy = R032Store.FACTORY.make(rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                copy.set(row, column, matrix.values()[matrix.offset() + row * matrix.rowStride()
                        + column * matrix.columnStride()]);
            }
        }
        return copy;
    }

    /** The version and settings of ojAlgo here. */
    static YardstickProgram ojalgo() {
        return YardstickProgram.here("ojAlgo", OjAlgoUtils.getVersion(), "Java " + Runtime.version(),
                "R032Store.fillByMultiplying");
    }

    void byGrapevine() {
        KERNELS.multiply(shape.rows(), shape.columns(), shape.inner(), a, b, c);
    }

    void byOjalgo() {
        ojalgoC.fillByMultiplying(ojalgoA, ojalgoB);
    }

    void byOpenBlas(OpenBlas blas) {
        blas.multiply(shape.rows(), shape.columns(), shape.inner(), shape.aTransposed(), nativeA, nativeB, nativeC);
    }

    /** Grapevine's product. */
    float[] product() {
        return c.values().clone();
    }

    /** ojAlgo's product, row-major. */
    float[] ojalgoProduct() {
        float[] product = new float[c.values().length];
        for (int i = 0; i < product.length; i++) {
            product[i] = ojalgoC.floatValue(i / shape.columns(), i % shape.columns());
        }
        return product;
    }

    /** OpenBLAS's product. */
    float[] openBlasProduct() {
        return nativeC.toArray(ValueLayout.JAVA_FLOAT);
    }

    /** Makes sure that the next products are not those of earlier calls. */
    void forget() {
        Arrays.fill(c.values(), Float.NaN);
        ojalgoC.fillAll(Double.NaN);
        nativeC.fill((byte) -1);
    }

    @Override
    public void close() {
        arena.close();
    }
}
