package dev.grapevine.node.replica.layer;

import java.util.Arrays;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * Learned vector for each symbol, looked up by its number, plus an optional learned vector for each position (A.
 * Vaswani et al., "Attention Is All You Need", NeurIPS 2017, sections 3.4 and 3.5). All vectors start normal.
 */
public final class Embedding implements Layer {

    private static final Kernels VECTORS = Kernels.best();

    private final int symbols;
    private final int positions;
    private final int width;
    private final boolean positional;
    private final double deviation;
    private int symbolOffset;
    private int positionOffset;

    /**
     * @param symbols    size of the vocabulary
     * @param positions  symbols per row
     * @param width      length of each vector
     * @param positional whether positions have vectors of their own
     * @param deviation  standard deviation of the initial values
     */
    public Embedding(int symbols, int positions, int width, boolean positional, double deviation) {
        this.symbols = symbols;
        this.positions = positions;
        this.width = width;
        this.positional = positional;
        this.deviation = deviation;
    }

    @Override
    public int inputs() {
        return positions;
    }

    @Override
    public int outputs() {
        return Math.multiplyExact(positions, width);
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        symbolOffset = layout.add(prefix + ".symbols", symbols, width);
        if (positional) {
            positionOffset = layout.add(prefix + ".positions", positions, width);
        }
    }

    @Override
    public long parameters() {
        return (long) width * (symbols + (positional ? positions : 0L));
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        for (int i = 0; i < parameters(); i++) {
            parameters[symbolOffset + i] = (float) (random.nextGaussian() * deviation);
        }
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        return (positional ? 3L : 1L) * positions * width;
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int row = 0; row < batch; row++) {
            for (int position = 0; position < positions; position++) {
                int place = row * positions + position;
                System.arraycopy(parameters, vectorOf(input[place]), output, place * width, width);
            }
            if (positional) {
                VECTORS.axpy(1, parameters, positionOffset, output, row * positions * width, positions * width);
            }
        }
    }

    /** There is no gradient with respect to symbol numbers. */
    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        if (inputGradient != null) {
            throw new IllegalArgumentException("An embedding has no gradient with respect to its input");
        }
        Arrays.fill(gradient, symbolOffset, symbolOffset + (int) parameters(), 0);
        for (int row = 0; row < batch; row++) {
            for (int position = 0; position < positions; position++) {
                int place = row * positions + position;
                VECTORS.axpy(1, outputGradient, place * width, gradient, vectorOf(input[place]), width);
            }
            if (positional) {
                VECTORS.axpy(1, outputGradient, row * positions * width, gradient, positionOffset, positions * width);
            }
        }
    }

    private int vectorOf(float symbol) {
        int number = (int) symbol;
        if (number < 0 || number >= symbols) {
            throw new IllegalArgumentException("There is no symbol " + symbol + " among " + symbols);
        }
        return symbolOffset + number * width;
    }
}
