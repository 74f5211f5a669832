package dev.grapevine.node.replica.layer;

import java.util.List;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * Residual connection: adds the output of a branch of layers to its input (K. He et al., "Deep Residual Learning for
 * Image Recognition", CVPR 2016, equation 1).
 */
public final class Residual implements Layer {

    private static final Kernels VECTORS = Kernels.best();

    private final List<Layer> branch;
    private final int width;
    /** Outputs of each layer of the branch, and the gradients with respect to them. */
    private final float[][] values;
    private final float[][] gradients;

    /**
     * @param branch each layer takes the outputs of the previous one; the last has as many outputs as the first has
     *               inputs
     */
    public Residual(List<Layer> branch) {
        this.branch = List.copyOf(branch);
        this.width = branch.getFirst().inputs();
        this.values = new float[branch.size()][];
        this.gradients = new float[branch.size()][];
        int next = width;
        for (Layer layer : branch) {
            if (layer.inputs() != next) {
                throw new IllegalArgumentException(
                        layer.name() + " takes " + layer.inputs() + " inputs, but gets " + next);
            }
            next = layer.outputs();
        }
        if (next != width) {
            throw new IllegalArgumentException("A branch has " + next + " outputs for " + width + " inputs");
        }
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public void declare(Layout.Builder layout, String prefix) {
        int number = 1;
        for (Layer layer : branch) {
            int slicesBefore = layout.count();
            layer.declare(layout, prefix + "." + layer.name() + number);
            number += layout.count() > slicesBefore ? 1 : 0;
        }
    }

    @Override
    public long parameters() {
        return branch.stream().mapToLong(Layer::parameters).sum();
    }

    @Override
    public long values() {
        return branch.stream().mapToLong(layer -> 2L * layer.outputs() + layer.values()).sum();
    }

    @Override
    public void prepare(int batchMax) {
        for (int i = 0; i < values.length; i++) {
            branch.get(i).prepare(batchMax);
            values[i] = new float[Math.multiplyExact(batchMax, branch.get(i).outputs())];
            gradients[i] = new float[values[i].length];
        }
    }

    @Override
    public void initialise(float[] parameters, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            branch.get(i).initialise(parameters, random.fork("layer", i));
        }
    }

    @Override
    public long operationsPerRow(boolean inputGradientWanted) {
        // All layers but the first always compute an input gradient, because the first needs it.
        long operations = branch.getFirst().operationsPerRow(inputGradientWanted);
        for (Layer layer : branch.subList(1, branch.size())) {
            operations += layer.operationsPerRow(true);
        }
        return operations + 2L * width;
    }

    @Override
    public boolean drawsAtRandom() {
        return branch.stream().anyMatch(Layer::drawsAtRandom);
    }

    @Override
    public void startStep(RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            if (branch.get(i).drawsAtRandom()) {
                branch.get(i).startStep(random.fork("layer", i));
            }
        }
    }

    @Override
    public void forward(float[] parameters, float[] input, float[] output, int batch) {
        for (int i = 0; i < values.length; i++) {
            branch.get(i).forward(parameters, i == 0 ? input : values[i - 1], values[i], batch);
        }
        System.arraycopy(input, 0, output, 0, batch * width);
        VECTORS.axpy(1, values[values.length - 1], 0, output, 0, batch * width);
    }

    @Override
    public void backward(float[] parameters, float[] input, float[] output, float[] outputGradient,
            float[] inputGradient, float[] gradient, int batch) {
        int last = values.length - 1;
        // A layer may overwrite its output gradient, but the shortcut needs it again.
        System.arraycopy(outputGradient, 0, gradients[last], 0, batch * width);
        for (int i = last; i >= 0; i--) {
            branch.get(i).backward(parameters, i == 0 ? input : values[i - 1], values[i], gradients[i],
                    i == 0 ? inputGradient : gradients[i - 1], gradient, batch);
        }
        if (inputGradient != null) {
            VECTORS.axpy(1, outputGradient, 0, inputGradient, 0, batch * width);
        }
    }
}
