package dev.grapevine.node.replica.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register-blocked products: a tile of C stays in registers while the inner index runs. A tile is two vectors wide and
 * four rows high, or eight rows with 32 vector registers. Elements of A are broadcast. B is read in place, unless it is
 * large and used by many rows: then one strip of it after another is copied to where it stays in the first-level cache
 * (K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34, 2008).
 *
 * <p>In the private methods {@code a0}, {@code b0} and {@code c0} are indices of the first element, {@code ar},
 * {@code br} and {@code cr} row strides, and {@code ac} is the column stride of A.
 */
public final class PanamaMatrixKernels implements MatrixKernels {

    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int WIDTH = FLOATS.length();
    private static final int STRIP = 2 * WIDTH;
    /** Hardware with 512-bit vectors has 32 vector registers, enough for a tile twice as high. */
    private static final boolean HIGH_TILES = WIDTH >= 16;

    /** Size of B, in elements, from which it is copied: more than half of a typical second-level cache. */
    private static final int COPIED_FROM = 1 << 18;
    /** Rows of A from which copying B pays off. */
    private static final int COPIED_FROM_ROWS = 64;
    /** Rows of B in a copied strip: with 512-bit vectors it takes 32 KiB. */
    private static final int STRIP_DEPTH = 256;
    /** Rows of A, as deep as a strip, that stay in a typical second-level cache. */
    private static final int BLOCK_ROWS = 1024;

    private static final ThreadLocal<float[]> COPIED_STRIP = ThreadLocal
            .withInitial(() -> new float[STRIP_DEPTH * STRIP]);

    @Override
    public void multiplyAdd(int rows, int columns, int inner, View a, View b, View c) {
        product(false, rows, columns, inner, a.values(), a.offset(), a.rowStride(), a.columnStride(), b.values(),
                b.offset(), b.rowStride(), c.values(), c.offset(), c.rowStride());
    }

    @Override
    public void multiply(int rows, int columns, int inner, View a, View b, View c) {
        product(true, rows, columns, inner, a.values(), a.offset(), a.rowStride(), a.columnStride(), b.values(),
                b.offset(), b.rowStride(), c.values(), c.offset(), c.rowStride());
    }

    private static void product(boolean fresh, int rows, int columns, int inner, float[] a, int a0, int ar, int ac,
            float[] b, int b0, int br, float[] c, int c0, int cr) {
        int wide = columns - columns % STRIP;
        if (rows >= COPIED_FROM_ROWS && (long) inner * columns >= COPIED_FROM) {
            copied(fresh, rows, wide, inner, a, a0, ar, ac, b, b0, br, c, c0, cr);
        } else {
            for (int column = 0; column < wide; column += STRIP) {
                strip(fresh, rows, inner, a, a0, ar, ac, b, b0 + column, br, c, c0 + column, cr);
            }
        }
        for (int column = wide; column < columns; column += WIDTH) {
            edge(fresh, rows, inner, a, a0, ar, ac, b, b0 + column, br, c, c0 + column, cr, columns - column);
        }
    }

    private static void copied(boolean fresh, int rows, int columns, int inner, float[] a, int a0, int ar, int ac,
            float[] b, int b0, int br, float[] c, int c0, int cr) {
        float[] copy = COPIED_STRIP.get();
        for (int row = 0; row < rows; row += BLOCK_ROWS) {
            int height = Math.min(BLOCK_ROWS, rows - row);
            for (int k = 0; k < inner; k += STRIP_DEPTH) {
                int depth = Math.min(STRIP_DEPTH, inner - k);
                for (int column = 0; column < columns; column += STRIP) {
                    copy(depth, b, b0 + k * br + column, br, copy);
                    strip(fresh && k == 0, height, depth, a, a0 + row * ar + k * ac, ar, ac, copy, 0, STRIP, c,
                            c0 + row * cr + column, cr);
                }
            }
        }
    }

    private static void copy(int depth, float[] b, int b0, int br, float[] copy) {
        for (int k = 0; k < depth; k++) {
            load(b, b0 + k * br).intoArray(copy, k * STRIP);
            load(b, b0 + k * br + WIDTH).intoArray(copy, k * STRIP + WIDTH);
        }
    }

    /** Two vectors of columns, all rows. */
    private static void strip(boolean fresh, int rows, int inner, float[] a, int a0, int ar, int ac, float[] b, int b0,
            int br,
            float[] c, int c0, int cr) {
        int row = 0;
        if (HIGH_TILES && ac == 1) {
            for (; row + HighTiles.HEIGHT <= rows; row += HighTiles.HEIGHT) {
                if (fresh) {
                    clear(HighTiles.HEIGHT, c, c0 + row * cr, cr);
                }
                HighTiles.ofRows(inner, a, a0 + row * ar, ar, b, b0, br, c, c0 + row * cr, cr);
            }
        } else if (HIGH_TILES && ar == 1) {
            for (; row + HighTiles.HEIGHT <= rows; row += HighTiles.HEIGHT) {
                if (fresh) {
                    clear(HighTiles.HEIGHT, c, c0 + row * cr, cr);
                }
                HighTiles.ofColumns(inner, a, a0 + row, ac, b, b0, br, c, c0 + row * cr, cr);
            }
        }
        for (; row + 4 <= rows; row += 4) {
            if (fresh) {
                clear(4, c, c0 + row * cr, cr);
            }
            tile4(inner, a, a0 + row * ar, ar, ac, b, b0, br, c, c0 + row * cr, cr);
        }
        for (; row < rows; row++) {
            if (fresh) {
                clear(1, c, c0 + row * cr, cr);
            }
            tile1(inner, a, a0 + row * ar, ac, b, b0, br, c, c0 + row * cr);
        }
    }

    /** Zeroes a tile of C just before it is read, so that it is in the first-level cache. */
    private static void clear(int rows, float[] c, int c0, int cr) {
        for (int row = 0; row < rows; row++) {
            FloatVector.zero(FLOATS).intoArray(c, c0 + row * cr);
            FloatVector.zero(FLOATS).intoArray(c, c0 + row * cr + WIDTH);
        }
    }

    private static void tile4(int inner, float[] a, int a0, int ar, int ac, float[] b, int b0, int br, float[] c,
            int c0, int cr) {
        FloatVector s00 = load(c, c0);
        FloatVector s01 = load(c, c0 + WIDTH);
        FloatVector s10 = load(c, c0 + cr);
        FloatVector s11 = load(c, c0 + cr + WIDTH);
        FloatVector s20 = load(c, c0 + 2 * cr);
        FloatVector s21 = load(c, c0 + 2 * cr + WIDTH);
        FloatVector s30 = load(c, c0 + 3 * cr);
        FloatVector s31 = load(c, c0 + 3 * cr + WIDTH);
        int ai = a0;
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            FloatVector right0 = load(b, bi);
            FloatVector right1 = load(b, bi + WIDTH);
            FloatVector left0 = broadcast(a[ai]);
            s00 = left0.fma(right0, s00);
            s01 = left0.fma(right1, s01);
            FloatVector left1 = broadcast(a[ai + ar]);
            s10 = left1.fma(right0, s10);
            s11 = left1.fma(right1, s11);
            FloatVector left2 = broadcast(a[ai + 2 * ar]);
            s20 = left2.fma(right0, s20);
            s21 = left2.fma(right1, s21);
            FloatVector left3 = broadcast(a[ai + 3 * ar]);
            s30 = left3.fma(right0, s30);
            s31 = left3.fma(right1, s31);
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
    }

    private static void tile1(int inner, float[] a, int a0, int ac, float[] b, int b0, int br, float[] c, int c0) {
        FloatVector s0 = load(c, c0);
        FloatVector s1 = load(c, c0 + WIDTH);
        int ai = a0;
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            FloatVector left = broadcast(a[ai]);
            s0 = left.fma(load(b, bi), s0);
            s1 = left.fma(load(b, bi + WIDTH), s1);
            ai += ac;
            bi += br;
        }
        s0.intoArray(c, c0);
        s1.intoArray(c, c0 + WIDTH);
    }

    /**
     * One vector of columns or less, all rows.
     *
     * @param left first column. Masks are created where they are used, because they are objects and would be allocated
     *             if methods passed them on
     */
    private static void edge(boolean fresh, int rows, int inner, float[] a, int a0, int ar, int ac, float[] b, int b0,
            int br, float[] c, int c0, int cr, int left) {
        if (fresh) {
            VectorMask<Float> mask = FLOATS.indexInRange(0, left);
            for (int row = 0; row < rows; row++) {
                FloatVector.zero(FLOATS).intoArray(c, c0 + row * cr, mask);
            }
        }
        int row = 0;
        for (; row + 8 <= rows; row += 8) {
            edge8(inner, a, a0 + row * ar, ar, ac, b, b0, br, c, c0 + row * cr, cr, left);
        }
        for (; row < rows; row++) {
            edge1(inner, a, a0 + row * ar, ac, b, b0, br, c, c0 + row * cr, left);
        }
    }

    /** Eight independent sums, to hide the latency of each addition at a throughput of two per cycle. */
    private static void edge8(int inner, float[] a, int a0, int ar, int ac, float[] b, int b0, int br, float[] c,
            int c0, int cr, int left) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, left);
        FloatVector s0 = load(c, c0, mask);
        FloatVector s1 = load(c, c0 + cr, mask);
        FloatVector s2 = load(c, c0 + 2 * cr, mask);
        FloatVector s3 = load(c, c0 + 3 * cr, mask);
        FloatVector s4 = load(c, c0 + 4 * cr, mask);
        FloatVector s5 = load(c, c0 + 5 * cr, mask);
        FloatVector s6 = load(c, c0 + 6 * cr, mask);
        FloatVector s7 = load(c, c0 + 7 * cr, mask);
        int ai = a0;
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            FloatVector right = load(b, bi, mask);
            s0 = broadcast(a[ai]).fma(right, s0);
            s1 = broadcast(a[ai + ar]).fma(right, s1);
            s2 = broadcast(a[ai + 2 * ar]).fma(right, s2);
            s3 = broadcast(a[ai + 3 * ar]).fma(right, s3);
            s4 = broadcast(a[ai + 4 * ar]).fma(right, s4);
            s5 = broadcast(a[ai + 5 * ar]).fma(right, s5);
            s6 = broadcast(a[ai + 6 * ar]).fma(right, s6);
            s7 = broadcast(a[ai + 7 * ar]).fma(right, s7);
            ai += ac;
            bi += br;
        }
        s0.intoArray(c, c0, mask);
        s1.intoArray(c, c0 + cr, mask);
        s2.intoArray(c, c0 + 2 * cr, mask);
        s3.intoArray(c, c0 + 3 * cr, mask);
        s4.intoArray(c, c0 + 4 * cr, mask);
        s5.intoArray(c, c0 + 5 * cr, mask);
        s6.intoArray(c, c0 + 6 * cr, mask);
        s7.intoArray(c, c0 + 7 * cr, mask);
    }

    private static void edge1(int inner, float[] a, int a0, int ac, float[] b, int b0, int br, float[] c, int c0,
            int left) {
        VectorMask<Float> mask = FLOATS.indexInRange(0, left);
        FloatVector sum = load(c, c0, mask);
        int ai = a0;
        int bi = b0;
        for (int k = 0; k < inner; k++) {
            sum = broadcast(a[ai]).fma(load(b, bi, mask), sum);
            ai += ac;
            bi += br;
        }
        sum.intoArray(c, c0, mask);
    }

    static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(FLOATS, array, index);
    }

    private static FloatVector load(float[] array, int index, VectorMask<Float> mask) {
        return FloatVector.fromArray(FLOATS, array, index, mask);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
