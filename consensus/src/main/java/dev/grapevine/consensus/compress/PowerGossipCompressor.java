package dev.grapevine.consensus.compress;

import java.util.Arrays;

import dev.grapevine.consensus.bits.LittleEndian;
import dev.grapevine.consensus.kernel.BlockKernels;
import dev.grapevine.consensus.random.SharedRandomness;

/**
 * The vector as a matrix M of rows of {@value #COLUMNS}, the last one filled up with zeros, of which the part in a random
 * subspace of rank R travels: P = M·U for a matrix U of signs that both ends draw from the seed, its columns made orthonormal,
 * and Q = Mᵀ·P; the other side reads P·Qᵀ.
 *
 * <p>Source: T. Vogels, S. P. Karimireddy, M. Jaggi, "Practical Low-Rank Communication Compression in Decentralized Deep
 * Learning", NeurIPS 2020, algorithm 1 (PowerGossip), and "PowerSGD", NeurIPS 2019, algorithm 1. Adapted: M is one end's
 * difference to a reference and not the difference of two replicas, so both factors travel at once and in one direction;
 * U is drawn anew each time, since a warm start would be memory of the link.
 *
 * <p>The bound: P·Pᵀ projects onto the range of M·U, so what it keeps is at least ‖M·O‖², O being orthonormal columns that
 * span those of U. By symmetry the mean of O·Oᵀ is R/{@value #COLUMNS} times the identity, so δ = R/{@value #COLUMNS}. Where
 * singular values fall off it is far better.
 */
final class PowerGossipCompressor implements Compressor {

    /** The number of columns of the matrix. */
    static final int COLUMNS = 64;

    static final int RANK_MAX = 16;
    /** A column that is this much shorter after taking away what it has in common with others is all rounding. */
    private static final double INDEPENDENT = 1e-10;

    private final int rank;
    private final BlockKernels kernels;
    private final float[] right;
    /** P, column by column. */
    private float[] left = new float[0];

    /** @param rank R, 1 to {@value #RANK_MAX} */
    PowerGossipCompressor(int rank, BlockKernels kernels) {
        this.rank = rank;
        this.kernels = kernels;
        this.right = new float[rank * COLUMNS];
    }

    @Override
    public String name() {
        return "powergossip:" + rank;
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public int bytesMax(int length) {
        return Math.toIntExact((long) rank * (rows(length) + COLUMNS) * Float.BYTES);
    }

    private static int rows(int length) {
        return Math.ceilDiv(length, COLUMNS);
    }

    @Override
    public int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset) {
        int rows = rows(length);
        reserve(rows);
        for (int r = 0; r < rank; r++) {
            multiplyBySigns(values, offset, length, seed, r);
            makeOrthonormal(r, rows);
            multiplyTransposed(values, offset, length, r);
        }
        int position = payloadOffset;
        for (int i = 0; i < rank * rows; i++) {
            LittleEndian.putFloat(payload, position, left[i]);
            position += Float.BYTES;
        }
        for (float value : right) {
            LittleEndian.putFloat(payload, position, value);
            position += Float.BYTES;
        }
        multiplyFactors(values, offset, length);
        return position - payloadOffset;
    }

    private void reserve(int rows) {
        if (left.length < rank * rows) {
            left = new float[rank * rows];
        }
    }

    /** A column of P: each row times random signs. */
    private void multiplyBySigns(float[] values, int offset, int length, int seed, int r) {
        long signs = (long) SharedRandomness.at(seed, 2 * r) << Integer.SIZE
                | SharedRandomness.at(seed, 2 * r + 1) & 0xffff_ffffL;
        int rows = rows(length);
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            int start = row * COLUMNS;
            for (int column = 0; column < Math.min(COLUMNS, length - start); column++) {
                float value = values[offset + start + column];
                sum += (signs >>> column & 1) == 0 ? value : -value;
            }
            left[r * rows + row] = (float) sum;
        }
    }

    /** Gram-Schmidt, twice, since once is not enough where columns are nearly the same. */
    private void makeOrthonormal(int r, int rows) {
        int column = r * rows;
        double before = kernels.sumOfSquares(left, column, rows);
        normalize(column, rows, before);
        for (int pass = 0; pass < 2; pass++) {
            for (int other = 0; other < r; other++) {
                double common = 0;
                for (int row = 0; row < rows; row++) {
                    common += (double) left[column + row] * left[other * rows + row];
                }
                for (int row = 0; row < rows; row++) {
                    left[column + row] -= (float) (common * left[other * rows + row]);
                }
            }
            double after = kernels.sumOfSquares(left, column, rows);
            normalize(column, rows, after < INDEPENDENT ? 0 : after);
        }
    }

    private void normalize(int column, int rows, double squares) {
        double norm = Math.sqrt(squares);
        for (int row = 0; row < rows; row++) {
            left[column + row] = norm < MAGNITUDE_MIN ? 0 : (float) (left[column + row] / norm);
        }
    }

    /** A column of Q: the sum of the rows, each times its number in the column of P. */
    private void multiplyTransposed(float[] values, int offset, int length, int r) {
        int rows = rows(length);
        int whole = length / COLUMNS;
        kernels.multiply64(left, r * rows, whole, offset, values, right, r * COLUMNS);
        for (int i = whole * COLUMNS; i < length; i++) {
            int column = r * COLUMNS + i % COLUMNS;
            right[column] = Math.fma(left[r * rows + whole], values[offset + i], right[column]);
        }
    }

    /** P·Qᵀ. */
    private void multiplyFactors(float[] target, int offset, int length) {
        int rows = rows(length);
        for (int row = 0; row < rows; row++) {
            int start = offset + row * COLUMNS;
            int columns = Math.min(COLUMNS, offset + length - start);
            Arrays.fill(target, start, start + columns, 0);
            for (int r = 0; r < rank; r++) {
                float factor = left[r * rows + row];
                for (int column = 0; column < columns; column++) {
                    target[start + column] += factor * right[r * COLUMNS + column];
                }
            }
        }
    }

    @Override
    public boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target) {
        if (payloadBytes != bytesMax(length)) {
            return false;
        }
        int rows = rows(length);
        reserve(rows);
        boolean isHonest = true;
        int position = payloadOffset;
        for (int i = 0; i < rank * rows; i++) {
            left[i] = LittleEndian.getFloat(payload, position);
            // A number of a column whose norm is 1, but for rounding.
            isHonest &= Math.abs(left[i]) <= 1.001f;
            position += Float.BYTES;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = LittleEndian.getFloat(payload, position);
            isHonest &= SentNumbers.isHonest(right[i]);
            position += Float.BYTES;
        }
        if (isHonest) {
            multiplyFactors(target, 0, length);
        }
        return isHonest;
    }

    @Override
    public double contraction(int length) {
        return Math.min(1, (double) rank / COLUMNS);
    }
}
