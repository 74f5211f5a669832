package dev.grapevine.consensus.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The scalar kernels but for one: what a comparison of kernels has to notice. */
final class BrokenKernels {

    private static final Kernels SCALAR = new ScalarKernels();

    /** Receives {@code axpy}'s arguments. */
    @FunctionalInterface
    interface Axpy {
        void call(float alpha, float[] x, int xOffset, float[] y, int yOffset, int length);
    }

    private BrokenKernels() {}

    static Kernels withAxpy(Axpy axpy) {
        return (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(), new Class<?>[]{Kernels.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("axpy")) {
                        axpy.call((float) arguments[0], (float[]) arguments[1], (int) arguments[2],
                                (float[]) arguments[3], (int) arguments[4], (int) arguments[5]);
                        return null;
                    }
                    try {
                        return method.invoke(SCALAR, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** One rounding less than it should do. */
    static Kernels fusing() {
        return withAxpy((alpha, x, xOffset, y, yOffset, length) -> {
            for (int i = 0; i < length; i++) {
                y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
            }
        });
    }

    /** Whole vectors of eight, past the end of the slice. */
    static Kernels overshooting() {
        return withAxpy((alpha, x, xOffset, y, yOffset, length) -> SCALAR.axpy(alpha, x, xOffset, y, yOffset,
                (length + 7) / 8 * 8));
    }
}
