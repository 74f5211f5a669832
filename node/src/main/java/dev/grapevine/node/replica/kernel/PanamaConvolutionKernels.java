package dev.grapevine.node.replica.kernel;

import java.util.Objects;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register-blocked products: a tile of C stays in registers while the inner index runs. B is read in place, and
 * elements of A are broadcast from their offsets.
 */
public final class PanamaConvolutionKernels implements ConvolutionKernels {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = FLOATS.length();
    /** Hardware with 512-bit vectors has 32 vector registers, enough for a tile twice as high. */
    private static final boolean HIGH_TILES = WIDTH >= 16;

    /** One per thread, so that a product allocates nothing. */
    private static final ThreadLocal<Product> PRODUCT = ThreadLocal.withInitial(Product::new);

    /** Arguments of a product, shared by all its tiles. */
    private static final class Product {
        private float[] a;
        private int aOffset;
        private int[] rowPlaces;
        private int[] innerPlaces;
        private float[] b;
        private int bOffset;
        private int columns;
        private float[] c;
        private int cOffset;
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, int[] rowPlaces, int[] innerPlaces, float[] b, int bOffset,
            int columns, float[] c, int cOffset) {
        checkColumns(columns);
        int rows = rowPlaces.length;
        Objects.checkFromIndexSize(bOffset, innerPlaces.length * columns, b.length);
        Objects.checkFromIndexSize(cOffset, rows * columns, c.length);
        Product product = PRODUCT.get();
        product.a = a;
        product.aOffset = aOffset;
        product.rowPlaces = rowPlaces;
        product.innerPlaces = innerPlaces;
        product.b = b;
        product.bOffset = bOffset;
        product.columns = columns;
        product.c = c;
        product.cOffset = cOffset;
        int column = 0;
        for (; column + 2 * WIDTH <= columns; column += 2 * WIDTH) {
            int row = 0;
            if (HIGH_TILES) {
                for (; row + 8 <= rows; row += 8) {
                    tile8(product, row, column);
                }
            }
            for (; row + 4 <= rows; row += 4) {
                tile4(product, row, column);
            }
            for (; row < rows; row++) {
                tile1(product, row, column);
            }
        }
        for (; column < columns; column += WIDTH) {
            int row = 0;
            for (; row + 8 <= rows; row += 8) {
                narrow8(product, row, column);
            }
            for (; row + 4 <= rows; row += 4) {
                narrow4(product, row, column);
            }
            for (; row < rows; row++) {
                narrow1(product, row, column);
            }
        }
    }

    private static void tile8(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        int a1 = p.aOffset + p.rowPlaces[row + 1];
        int a2 = p.aOffset + p.rowPlaces[row + 2];
        int a3 = p.aOffset + p.rowPlaces[row + 3];
        int a4 = p.aOffset + p.rowPlaces[row + 4];
        int a5 = p.aOffset + p.rowPlaces[row + 5];
        int a6 = p.aOffset + p.rowPlaces[row + 6];
        int a7 = p.aOffset + p.rowPlaces[row + 7];
        FloatVector s00 = load(c, at);
        FloatVector s01 = load(c, at + WIDTH);
        FloatVector s10 = load(c, at + columns);
        FloatVector s11 = load(c, at + columns + WIDTH);
        FloatVector s20 = load(c, at + 2 * columns);
        FloatVector s21 = load(c, at + 2 * columns + WIDTH);
        FloatVector s30 = load(c, at + 3 * columns);
        FloatVector s31 = load(c, at + 3 * columns + WIDTH);
        FloatVector s40 = load(c, at + 4 * columns);
        FloatVector s41 = load(c, at + 4 * columns + WIDTH);
        FloatVector s50 = load(c, at + 5 * columns);
        FloatVector s51 = load(c, at + 5 * columns + WIDTH);
        FloatVector s60 = load(c, at + 6 * columns);
        FloatVector s61 = load(c, at + 6 * columns + WIDTH);
        FloatVector s70 = load(c, at + 7 * columns);
        FloatVector s71 = load(c, at + 7 * columns + WIDTH);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            FloatVector b1 = load(b, bAt + WIDTH);
            FloatVector v0 = broadcast(a[a0 + place]);
            s00 = v0.fma(b0, s00);
            s01 = v0.fma(b1, s01);
            FloatVector v1 = broadcast(a[a1 + place]);
            s10 = v1.fma(b0, s10);
            s11 = v1.fma(b1, s11);
            FloatVector v2 = broadcast(a[a2 + place]);
            s20 = v2.fma(b0, s20);
            s21 = v2.fma(b1, s21);
            FloatVector v3 = broadcast(a[a3 + place]);
            s30 = v3.fma(b0, s30);
            s31 = v3.fma(b1, s31);
            FloatVector v4 = broadcast(a[a4 + place]);
            s40 = v4.fma(b0, s40);
            s41 = v4.fma(b1, s41);
            FloatVector v5 = broadcast(a[a5 + place]);
            s50 = v5.fma(b0, s50);
            s51 = v5.fma(b1, s51);
            FloatVector v6 = broadcast(a[a6 + place]);
            s60 = v6.fma(b0, s60);
            s61 = v6.fma(b1, s61);
            FloatVector v7 = broadcast(a[a7 + place]);
            s70 = v7.fma(b0, s70);
            s71 = v7.fma(b1, s71);
            bAt += columns;
        }
        s00.intoArray(c, at);
        s01.intoArray(c, at + WIDTH);
        s10.intoArray(c, at + columns);
        s11.intoArray(c, at + columns + WIDTH);
        s20.intoArray(c, at + 2 * columns);
        s21.intoArray(c, at + 2 * columns + WIDTH);
        s30.intoArray(c, at + 3 * columns);
        s31.intoArray(c, at + 3 * columns + WIDTH);
        s40.intoArray(c, at + 4 * columns);
        s41.intoArray(c, at + 4 * columns + WIDTH);
        s50.intoArray(c, at + 5 * columns);
        s51.intoArray(c, at + 5 * columns + WIDTH);
        s60.intoArray(c, at + 6 * columns);
        s61.intoArray(c, at + 6 * columns + WIDTH);
        s70.intoArray(c, at + 7 * columns);
        s71.intoArray(c, at + 7 * columns + WIDTH);
    }

    private static void tile4(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        int a1 = p.aOffset + p.rowPlaces[row + 1];
        int a2 = p.aOffset + p.rowPlaces[row + 2];
        int a3 = p.aOffset + p.rowPlaces[row + 3];
        FloatVector s00 = load(c, at);
        FloatVector s01 = load(c, at + WIDTH);
        FloatVector s10 = load(c, at + columns);
        FloatVector s11 = load(c, at + columns + WIDTH);
        FloatVector s20 = load(c, at + 2 * columns);
        FloatVector s21 = load(c, at + 2 * columns + WIDTH);
        FloatVector s30 = load(c, at + 3 * columns);
        FloatVector s31 = load(c, at + 3 * columns + WIDTH);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            FloatVector b1 = load(b, bAt + WIDTH);
            FloatVector v0 = broadcast(a[a0 + place]);
            s00 = v0.fma(b0, s00);
            s01 = v0.fma(b1, s01);
            FloatVector v1 = broadcast(a[a1 + place]);
            s10 = v1.fma(b0, s10);
            s11 = v1.fma(b1, s11);
            FloatVector v2 = broadcast(a[a2 + place]);
            s20 = v2.fma(b0, s20);
            s21 = v2.fma(b1, s21);
            FloatVector v3 = broadcast(a[a3 + place]);
            s30 = v3.fma(b0, s30);
            s31 = v3.fma(b1, s31);
            bAt += columns;
        }
        s00.intoArray(c, at);
        s01.intoArray(c, at + WIDTH);
        s10.intoArray(c, at + columns);
        s11.intoArray(c, at + columns + WIDTH);
        s20.intoArray(c, at + 2 * columns);
        s21.intoArray(c, at + 2 * columns + WIDTH);
        s30.intoArray(c, at + 3 * columns);
        s31.intoArray(c, at + 3 * columns + WIDTH);
    }

    private static void tile1(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        FloatVector s00 = load(c, at);
        FloatVector s01 = load(c, at + WIDTH);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            FloatVector b1 = load(b, bAt + WIDTH);
            FloatVector v0 = broadcast(a[a0 + place]);
            s00 = v0.fma(b0, s00);
            s01 = v0.fma(b1, s01);
            bAt += columns;
        }
        s00.intoArray(c, at);
        s01.intoArray(c, at + WIDTH);
    }

    private static void narrow8(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        int a1 = p.aOffset + p.rowPlaces[row + 1];
        int a2 = p.aOffset + p.rowPlaces[row + 2];
        int a3 = p.aOffset + p.rowPlaces[row + 3];
        int a4 = p.aOffset + p.rowPlaces[row + 4];
        int a5 = p.aOffset + p.rowPlaces[row + 5];
        int a6 = p.aOffset + p.rowPlaces[row + 6];
        int a7 = p.aOffset + p.rowPlaces[row + 7];
        FloatVector s00 = load(c, at);
        FloatVector s10 = load(c, at + columns);
        FloatVector s20 = load(c, at + 2 * columns);
        FloatVector s30 = load(c, at + 3 * columns);
        FloatVector s40 = load(c, at + 4 * columns);
        FloatVector s50 = load(c, at + 5 * columns);
        FloatVector s60 = load(c, at + 6 * columns);
        FloatVector s70 = load(c, at + 7 * columns);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            s00 = broadcast(a[a0 + place]).fma(b0, s00);
            s10 = broadcast(a[a1 + place]).fma(b0, s10);
            s20 = broadcast(a[a2 + place]).fma(b0, s20);
            s30 = broadcast(a[a3 + place]).fma(b0, s30);
            s40 = broadcast(a[a4 + place]).fma(b0, s40);
            s50 = broadcast(a[a5 + place]).fma(b0, s50);
            s60 = broadcast(a[a6 + place]).fma(b0, s60);
            s70 = broadcast(a[a7 + place]).fma(b0, s70);
            bAt += columns;
        }
        s00.intoArray(c, at);
        s10.intoArray(c, at + columns);
        s20.intoArray(c, at + 2 * columns);
        s30.intoArray(c, at + 3 * columns);
        s40.intoArray(c, at + 4 * columns);
        s50.intoArray(c, at + 5 * columns);
        s60.intoArray(c, at + 6 * columns);
        s70.intoArray(c, at + 7 * columns);
    }

    private static void narrow4(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        int a1 = p.aOffset + p.rowPlaces[row + 1];
        int a2 = p.aOffset + p.rowPlaces[row + 2];
        int a3 = p.aOffset + p.rowPlaces[row + 3];
        FloatVector s00 = load(c, at);
        FloatVector s10 = load(c, at + columns);
        FloatVector s20 = load(c, at + 2 * columns);
        FloatVector s30 = load(c, at + 3 * columns);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            s00 = broadcast(a[a0 + place]).fma(b0, s00);
            s10 = broadcast(a[a1 + place]).fma(b0, s10);
            s20 = broadcast(a[a2 + place]).fma(b0, s20);
            s30 = broadcast(a[a3 + place]).fma(b0, s30);
            bAt += columns;
        }
        s00.intoArray(c, at);
        s10.intoArray(c, at + columns);
        s20.intoArray(c, at + 2 * columns);
        s30.intoArray(c, at + 3 * columns);
    }

    private static void narrow1(Product p, int row, int column) {
        float[] a = p.a;
        float[] b = p.b;
        float[] c = p.c;
        int[] places = p.innerPlaces;
        int columns = p.columns;
        int at = p.cOffset + row * columns + column;
        int a0 = p.aOffset + p.rowPlaces[row];
        FloatVector s00 = load(c, at);
        int bAt = p.bOffset + column;
        for (int k = 0; k < places.length; k++) {
            int place = places[k];
            FloatVector b0 = load(b, bAt);
            s00 = broadcast(a[a0 + place]).fma(b0, s00);
            bAt += columns;
        }
        s00.intoArray(c, at);
    }

    @Override
    public void addRows(float[] rows, int rowsOffset, int count, int columns, float[] sums) {
        checkColumns(columns);
        Objects.checkFromIndexSize(rowsOffset, count * columns, rows.length);
        Objects.checkFromIndexSize(0, columns, sums.length);
        for (int column = 0; column < columns; column += WIDTH) {
            FloatVector sum = load(sums, column);
            int at = rowsOffset + column;
            for (int row = 0; row < count; row++) {
                sum = sum.add(load(rows, at));
                at += columns;
            }
            sum.intoArray(sums, column);
        }
    }

    private static void checkColumns(int columns) {
        if (columns % COLUMNS_UNIT != 0) {
            throw new IllegalArgumentException(columns + " columns");
        }
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(FLOATS, array, index);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
