package dev.grapevine.node.replica.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register-blocked products: a tile of C stays in registers while the inner index runs. A tile is two vectors wide and
 * four rows high, eight where there are 32 vector registers. B is read as it lies and elements of A are broadcast.
 */
public final class PanamaMatrixKernels implements MatrixKernels {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();
    /** 512-bit hardware has 32 vector registers, which is room for a tile twice as high. */
    private static final boolean HIGH_TILES = WIDTH >= 16;

    @Override
    public void multiplyAdd(int rows, int columns, int inner, View a, View b, View c) {
        int column = 0;
        for (; column + 2 * WIDTH <= columns; column += 2 * WIDTH) {
            int row = 0;
            if (HIGH_TILES) {
                for (; row + 8 <= rows; row += 8) {
                    tile8(row, column, inner, a, b, c);
                }
            }
            for (; row + 4 <= rows; row += 4) {
                tile4(row, column, inner, a, b, c);
            }
            for (; row < rows; row++) {
                tile1(row, column, inner, a, b, c);
            }
        }
        for (; column < columns; column += WIDTH) {
            VectorMask<Float> mask = FLOATS.indexInRange(column, columns);
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                edge4(row, column, inner, a, b, c, mask);
            }
            for (; row < rows; row++) {
                edge1(row, column, inner, a, b, c, mask);
            }
        }
    }

    private static void tile8(int row, int column, int inner, View a, View b, View c) {
        float[] av = a.values();
        float[] bv = b.values();
        float[] cv = c.values();
        int as = a.rowStride();
        int cs = c.rowStride();
        int c0 = c.offset() + row * cs + column;
        FloatVector s00 = load(cv, c0);
        FloatVector s01 = load(cv, c0 + WIDTH);
        FloatVector s10 = load(cv, c0 + cs);
        FloatVector s11 = load(cv, c0 + cs + WIDTH);
        FloatVector s20 = load(cv, c0 + 2 * cs);
        FloatVector s21 = load(cv, c0 + 2 * cs + WIDTH);
        FloatVector s30 = load(cv, c0 + 3 * cs);
        FloatVector s31 = load(cv, c0 + 3 * cs + WIDTH);
        FloatVector s40 = load(cv, c0 + 4 * cs);
        FloatVector s41 = load(cv, c0 + 4 * cs + WIDTH);
        FloatVector s50 = load(cv, c0 + 5 * cs);
        FloatVector s51 = load(cv, c0 + 5 * cs + WIDTH);
        FloatVector s60 = load(cv, c0 + 6 * cs);
        FloatVector s61 = load(cv, c0 + 6 * cs + WIDTH);
        FloatVector s70 = load(cv, c0 + 7 * cs);
        FloatVector s71 = load(cv, c0 + 7 * cs + WIDTH);
        int ai = a.offset() + row * as;
        int bi = b.offset() + column;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = load(bv, bi);
            FloatVector b1 = load(bv, bi + WIDTH);
            FloatVector a0 = broadcast(av[ai]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = broadcast(av[ai + as]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = broadcast(av[ai + 2 * as]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = broadcast(av[ai + 3 * as]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            FloatVector a4 = broadcast(av[ai + 4 * as]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            FloatVector a5 = broadcast(av[ai + 5 * as]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            FloatVector a6 = broadcast(av[ai + 6 * as]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            FloatVector a7 = broadcast(av[ai + 7 * as]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            ai += a.columnStride();
            bi += b.rowStride();
        }
        s00.intoArray(cv, c0);
        s01.intoArray(cv, c0 + WIDTH);
        s10.intoArray(cv, c0 + cs);
        s11.intoArray(cv, c0 + cs + WIDTH);
        s20.intoArray(cv, c0 + 2 * cs);
        s21.intoArray(cv, c0 + 2 * cs + WIDTH);
        s30.intoArray(cv, c0 + 3 * cs);
        s31.intoArray(cv, c0 + 3 * cs + WIDTH);
        s40.intoArray(cv, c0 + 4 * cs);
        s41.intoArray(cv, c0 + 4 * cs + WIDTH);
        s50.intoArray(cv, c0 + 5 * cs);
        s51.intoArray(cv, c0 + 5 * cs + WIDTH);
        s60.intoArray(cv, c0 + 6 * cs);
        s61.intoArray(cv, c0 + 6 * cs + WIDTH);
        s70.intoArray(cv, c0 + 7 * cs);
        s71.intoArray(cv, c0 + 7 * cs + WIDTH);
    }

    private static void tile4(int row, int column, int inner, View a, View b, View c) {
        float[] av = a.values();
        float[] bv = b.values();
        float[] cv = c.values();
        int as = a.rowStride();
        int cs = c.rowStride();
        int c0 = c.offset() + row * cs + column;
        FloatVector s00 = load(cv, c0);
        FloatVector s01 = load(cv, c0 + WIDTH);
        FloatVector s10 = load(cv, c0 + cs);
        FloatVector s11 = load(cv, c0 + cs + WIDTH);
        FloatVector s20 = load(cv, c0 + 2 * cs);
        FloatVector s21 = load(cv, c0 + 2 * cs + WIDTH);
        FloatVector s30 = load(cv, c0 + 3 * cs);
        FloatVector s31 = load(cv, c0 + 3 * cs + WIDTH);
        int ai = a.offset() + row * as;
        int bi = b.offset() + column;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = load(bv, bi);
            FloatVector b1 = load(bv, bi + WIDTH);
            FloatVector a0 = broadcast(av[ai]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = broadcast(av[ai + as]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = broadcast(av[ai + 2 * as]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = broadcast(av[ai + 3 * as]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            ai += a.columnStride();
            bi += b.rowStride();
        }
        s00.intoArray(cv, c0);
        s01.intoArray(cv, c0 + WIDTH);
        s10.intoArray(cv, c0 + cs);
        s11.intoArray(cv, c0 + cs + WIDTH);
        s20.intoArray(cv, c0 + 2 * cs);
        s21.intoArray(cv, c0 + 2 * cs + WIDTH);
        s30.intoArray(cv, c0 + 3 * cs);
        s31.intoArray(cv, c0 + 3 * cs + WIDTH);
    }

    private static void tile1(int row, int column, int inner, View a, View b, View c) {
        int c0 = c.offset() + row * c.rowStride() + column;
        FloatVector s0 = load(c.values(), c0);
        FloatVector s1 = load(c.values(), c0 + WIDTH);
        int ai = a.offset() + row * a.rowStride();
        int bi = b.offset() + column;
        for (int k = 0; k < inner; k++) {
            FloatVector left = broadcast(a.values()[ai]);
            s0 = left.fma(load(b.values(), bi), s0);
            s1 = left.fma(load(b.values(), bi + WIDTH), s1);
            ai += a.columnStride();
            bi += b.rowStride();
        }
        s0.intoArray(c.values(), c0);
        s1.intoArray(c.values(), c0 + WIDTH);
    }

    private static void edge4(int row, int column, int inner, View a, View b, View c, VectorMask<Float> mask) {
        float[] av = a.values();
        float[] cv = c.values();
        int as = a.rowStride();
        int cs = c.rowStride();
        int c0 = c.offset() + row * cs + column;
        FloatVector s0 = load(cv, c0, mask);
        FloatVector s1 = load(cv, c0 + cs, mask);
        FloatVector s2 = load(cv, c0 + 2 * cs, mask);
        FloatVector s3 = load(cv, c0 + 3 * cs, mask);
        int ai = a.offset() + row * as;
        int bi = b.offset() + column;
        for (int k = 0; k < inner; k++) {
            FloatVector right = load(b.values(), bi, mask);
            s0 = broadcast(av[ai]).fma(right, s0);
            s1 = broadcast(av[ai + as]).fma(right, s1);
            s2 = broadcast(av[ai + 2 * as]).fma(right, s2);
            s3 = broadcast(av[ai + 3 * as]).fma(right, s3);
            ai += a.columnStride();
            bi += b.rowStride();
        }
        s0.intoArray(cv, c0, mask);
        s1.intoArray(cv, c0 + cs, mask);
        s2.intoArray(cv, c0 + 2 * cs, mask);
        s3.intoArray(cv, c0 + 3 * cs, mask);
    }

    private static void edge1(int row, int column, int inner, View a, View b, View c, VectorMask<Float> mask) {
        int c0 = c.offset() + row * c.rowStride() + column;
        FloatVector sum = load(c.values(), c0, mask);
        int ai = a.offset() + row * a.rowStride();
        int bi = b.offset() + column;
        for (int k = 0; k < inner; k++) {
            sum = broadcast(a.values()[ai]).fma(load(b.values(), bi, mask), sum);
            ai += a.columnStride();
            bi += b.rowStride();
        }
        sum.intoArray(c.values(), c0, mask);
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(FLOATS, array, index);
    }

    private static FloatVector load(float[] array, int index, VectorMask<Float> mask) {
        return FloatVector.fromArray(FLOATS, array, index, mask);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
