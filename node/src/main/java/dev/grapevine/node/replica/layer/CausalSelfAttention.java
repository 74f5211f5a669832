package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.kernel.LayerKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.kernel.MatrixKernels.View;

/**
 * Causal multi-head self-attention: the output at each position is a mean of the values at this and earlier positions,
 * weighted by the match of its query with their keys (A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017,
 * equation 1, with the mask of section 3.2.3). The input at each position is a query, a key and a value, each
 * {@code width} long and divided among the heads. Their projections are separate layers: this one has no parameters.
 */
public final class CausalSelfAttention implements Layer {

    private static final MatrixKernels MATRICES = MatrixKernels.best();
    private static final LayerKernels KERNELS = LayerKernels.best();

    private final int positions;
    private final int width;
    private final int heads;
    private final int headWidth;
    private final float scale;
    /** Attention weights of each row and head: a matrix of positions by positions that is 0 above its diagonal. */
    private float[] shares;
    private float[] shareGradient;
    private float[] transposed;
    private float[] lanes;

    /** @param width of a query, a key and a value each; a multiple of {@code heads} */
    public CausalSelfAttention(int positions, int width, int heads) {
        if (width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads do not divide a width of " + width);
        }
        this.positions = positions;
        this.width = width;
        this.heads = heads;
        this.headWidth = width / heads;
        this.scale = (float) (1 / Math.sqrt(headWidth));
    }

    @Override
    public int inputs() {
        return Math.multiplyExact(positions, 3 * width);
    }

    @Override
    public int outputs() {
        return Math.multiplyExact(positions, width);
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {}

    @Override
    public long values() {
        return (long) heads * positions * positions;
    }

    @Override
    public void prepare(int batchMax) {
        shares = new float[Math.toIntExact(Math.multiplyExact(values(), batchMax))];
        shareGradient = new float[Math.multiplyExact(positions, positions)];
        transposed = new float[Math.multiplyExact(headWidth, positions)];
        lanes = new float[LayerKernels.LANES_AT_ONCE];
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {}

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return (inputGradientWanted ? 12L : 4L) * positions * positions * width;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        Arrays.fill(shares, 0, batch * heads * positions * positions, 0);
        Arrays.fill(output, 0, batch * positions * width, 0);
        for (int row = 0; row < batch; row++) {
            for (int head = 0; head < heads; head++) {
                int offset = sharesOffset(row, head);
                View weights = View.rowMajor(shares, offset, positions);
                View keys = transpose(part(input, row, head, 1), scale);
                MATRICES.multiplyAdd(positions, positions, headWidth, part(input, row, head, 0), keys, weights);
                for (int position = 0; position < positions; position++) {
                    int from = offset + position * positions;
                    KERNELS.softmax(shares, from, position + 1, lanes);
                    Arrays.fill(shares, from + position + 1, from + positions, 0);
                }
                MATRICES.multiplyAdd(positions, headWidth, positions, weights, part(input, row, head, 2),
                        mixture(output, row, head));
            }
        }
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient == null) {
            return;
        }
        Arrays.fill(inputGradient, 0, batch * positions * 3 * width, 0);
        for (int row = 0; row < batch; row++) {
            for (int head = 0; head < heads; head++) {
                shareGradient(input, outputGradient, row, head);
                View byShares = View.rowMajor(shareGradient, 0, positions);
                MATRICES.multiplyAdd(positions, headWidth, positions, byShares, part(input, row, head, 1),
                        part(inputGradient, row, head, 0));
                MATRICES.multiplyAdd(positions, headWidth, positions, byShares.transposed(), part(input, row, head, 0),
                        part(inputGradient, row, head, 1));
                MATRICES.multiplyAdd(positions, headWidth, positions,
                        View.rowMajor(shares, sharesOffset(row, head), positions).transposed(),
                        mixture(outputGradient, row, head),
                        part(inputGradient, row, head, 2));
            }
        }
    }

    /** Gradient with respect to one head's products of queries and keys, before scaling. */
    private void shareGradient(float[] input, float[] outputGradient, int row, int head) {
        Arrays.fill(shareGradient, 0);
        MATRICES.multiplyAdd(positions, positions, headWidth, mixture(outputGradient, row, head),
                transpose(part(input, row, head, 2), 1), View.rowMajor(shareGradient, 0, positions));
        for (int position = 0; position < positions; position++) {
            int from = position * positions;
            KERNELS.softmaxGradient(shares, sharesOffset(row, head) + from, shareGradient, from, position + 1, scale,
                    lanes);
            Arrays.fill(shareGradient, from + position + 1, from + positions, 0);
        }
    }

    private int sharesOffset(int row, int head) {
        return (row * heads + head) * positions * positions;
    }

    /** One head's queries (0), keys (1) or values (2), one row per position. */
    private View part(float[] input, int row, int head, int which) {
        return new View(input, row * positions * 3 * width + which * width + head * headWidth, 3 * width, 1);
    }

    /** Output of one head, one row per position. */
    private View mixture(float[] output, int row, int head) {
        return new View(output, row * positions * width + head * headWidth, width, 1);
    }

    /**
     * Transpose of a matrix with one row per position, times a factor: the right factor of a product is read by rows.
     */
    private View transpose(View matrix, float factor) {
        for (int position = 0; position < positions; position++) {
            int from = matrix.offset() + position * matrix.rowStride();
            for (int i = 0; i < headWidth; i++) {
                transposed[i * positions + position] = matrix.values()[from + i] * factor;
            }
        }
        return View.rowMajor(transposed, 0, positions);
    }
}
