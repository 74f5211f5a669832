package dev.grapevine.node.replica.kernel;

import static dev.grapevine.node.replica.kernel.PanamaMatrixKernels.WIDTH;
import static dev.grapevine.node.replica.kernel.PanamaMatrixKernels.broadcast;
import static dev.grapevine.node.replica.kernel.PanamaMatrixKernels.load;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of C, eight rows high and two vectors wide, for hardware with 32 vector registers. There is one method for each
 * memory layout of A: if one of its strides is known to be 1, the compiler needs fewer bounds checks. Parameters are as
 * in {@link PanamaMatrixKernels}. Higher or wider tiles are much slower, because their methods exceed the compiler's
 * limits for vectorisation.
 */
final class HighTiles {

    /** Rows of a tile. */
    static final int HEIGHT = 8;

    private HighTiles() {}

    /** A is row-major: its column stride is 1. */
    static void ofRows(int inner, float[] a, int a0, int ar, float[] b, int b0, int br, float[] c, int c0, int cr) {
        int a1 = a0 + ar;
        int a2 = a1 + ar;
        int a3 = a2 + ar;
        int a4 = a3 + ar;
        int a5 = a4 + ar;
        int a6 = a5 + ar;
        int a7 = a6 + ar;
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + WIDTH);
        FloatVector s10 = load(c, c0 + cr);
        FloatVector s11 = load(c, c0 + cr + WIDTH);
        FloatVector s20 = load(c, c0 + 2 * cr);
        FloatVector s21 = load(c, c0 + 2 * cr + WIDTH);
        FloatVector s30 = load(c, c0 + 3 * cr);
        FloatVector s31 = load(c, c0 + 3 * cr + WIDTH);
        FloatVector s40 = load(c, c0 + 4 * cr);
        FloatVector s41 = load(c, c0 + 4 * cr + WIDTH);
        FloatVector s50 = load(c, c0 + 5 * cr);
        FloatVector s51 = load(c, c0 + 5 * cr + WIDTH);
        FloatVector s60 = load(c, c0 + 6 * cr);
        FloatVector s61 = load(c, c0 + 6 * cr + WIDTH);
        FloatVector s70 = load(c, c0 + 7 * cr);
        FloatVector s71 = load(c, c0 + 7 * cr + WIDTH);
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            FloatVector right0 = load(b, bi);
            FloatVector right1 = load(b, bi + WIDTH);
            FloatVector left0 = broadcast(a[a0 + k]);
            s00 = left0.fma(right0, s00);
            s01 = left0.fma(right1, s01);
            FloatVector left1 = broadcast(a[a1 + k]);
            s10 = left1.fma(right0, s10);
            s11 = left1.fma(right1, s11);
            FloatVector left2 = broadcast(a[a2 + k]);
            s20 = left2.fma(right0, s20);
            s21 = left2.fma(right1, s21);
            FloatVector left3 = broadcast(a[a3 + k]);
            s30 = left3.fma(right0, s30);
            s31 = left3.fma(right1, s31);
            FloatVector left4 = broadcast(a[a4 + k]);
            s40 = left4.fma(right0, s40);
            s41 = left4.fma(right1, s41);
            FloatVector left5 = broadcast(a[a5 + k]);
            s50 = left5.fma(right0, s50);
            s51 = left5.fma(right1, s51);
            FloatVector left6 = broadcast(a[a6 + k]);
            s60 = left6.fma(right0, s60);
            s61 = left6.fma(right1, s61);
            FloatVector left7 = broadcast(a[a7 + k]);
            s70 = left7.fma(right0, s70);
            s71 = left7.fma(right1, s71);
            bi += br;
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + WIDTH);
        s10.intoArray(c, c0 + cr);
        s11.intoArray(c, c0 + cr + WIDTH);
        s20.intoArray(c, c0 + 2 * cr);
        s21.intoArray(c, c0 + 2 * cr + WIDTH);
        s30.intoArray(c, c0 + 3 * cr);
        s31.intoArray(c, c0 + 3 * cr + WIDTH);
        s40.intoArray(c, c0 + 4 * cr);
        s41.intoArray(c, c0 + 4 * cr + WIDTH);
        s50.intoArray(c, c0 + 5 * cr);
        s51.intoArray(c, c0 + 5 * cr + WIDTH);
        s60.intoArray(c, c0 + 6 * cr);
        s61.intoArray(c, c0 + 6 * cr + WIDTH);
        s70.intoArray(c, c0 + 7 * cr);
        s71.intoArray(c, c0 + 7 * cr + WIDTH);
    }

    /** A is column-major: its row stride is 1. */
    static void ofColumns(int inner, float[] a, int a0, int ac, float[] b, int b0, int br, float[] c, int c0, int cr) {
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + WIDTH);
        FloatVector s10 = load(c, c0 + cr);
        FloatVector s11 = load(c, c0 + cr + WIDTH);
        FloatVector s20 = load(c, c0 + 2 * cr);
        FloatVector s21 = load(c, c0 + 2 * cr + WIDTH);
        FloatVector s30 = load(c, c0 + 3 * cr);
        FloatVector s31 = load(c, c0 + 3 * cr + WIDTH);
        FloatVector s40 = load(c, c0 + 4 * cr);
        FloatVector s41 = load(c, c0 + 4 * cr + WIDTH);
        FloatVector s50 = load(c, c0 + 5 * cr);
        FloatVector s51 = load(c, c0 + 5 * cr + WIDTH);
        FloatVector s60 = load(c, c0 + 6 * cr);
        FloatVector s61 = load(c, c0 + 6 * cr + WIDTH);
        FloatVector s70 = load(c, c0 + 7 * cr);
        FloatVector s71 = load(c, c0 + 7 * cr + WIDTH);
        int ai = a0;
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            FloatVector right0 = load(b, bi);
            FloatVector right1 = load(b, bi + WIDTH);
            FloatVector left0 = broadcast(a[ai]);
            s00 = left0.fma(right0, s00);
            s01 = left0.fma(right1, s01);
            FloatVector left1 = broadcast(a[ai + 1]);
            s10 = left1.fma(right0, s10);
            s11 = left1.fma(right1, s11);
            FloatVector left2 = broadcast(a[ai + 2]);
            s20 = left2.fma(right0, s20);
            s21 = left2.fma(right1, s21);
            FloatVector left3 = broadcast(a[ai + 3]);
            s30 = left3.fma(right0, s30);
            s31 = left3.fma(right1, s31);
            FloatVector left4 = broadcast(a[ai + 4]);
            s40 = left4.fma(right0, s40);
            s41 = left4.fma(right1, s41);
            FloatVector left5 = broadcast(a[ai + 5]);
            s50 = left5.fma(right0, s50);
            s51 = left5.fma(right1, s51);
            FloatVector left6 = broadcast(a[ai + 6]);
            s60 = left6.fma(right0, s60);
            s61 = left6.fma(right1, s61);
            FloatVector left7 = broadcast(a[ai + 7]);
            s70 = left7.fma(right0, s70);
            s71 = left7.fma(right1, s71);
            ai += ac;
            bi += br;
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + WIDTH);
        s10.intoArray(c, c0 + cr);
        s11.intoArray(c, c0 + cr + WIDTH);
        s20.intoArray(c, c0 + 2 * cr);
        s21.intoArray(c, c0 + 2 * cr + WIDTH);
        s30.intoArray(c, c0 + 3 * cr);
        s31.intoArray(c, c0 + 3 * cr + WIDTH);
        s40.intoArray(c, c0 + 4 * cr);
        s41.intoArray(c, c0 + 4 * cr + WIDTH);
        s50.intoArray(c, c0 + 5 * cr);
        s51.intoArray(c, c0 + 5 * cr + WIDTH);
        s60.intoArray(c, c0 + 6 * cr);
        s61.intoArray(c, c0 + 6 * cr + WIDTH);
        s70.intoArray(c, c0 + 7 * cr);
        s71.intoArray(c, c0 + 7 * cr + WIDTH);
    }
}
