package dev.grapevine.node.replica.optimizer;

/** Formulas of the optimizers in double precision, one parameter at a time. */
abstract sealed class ExactOptimizer {

    final double rate;
    final double momentum;
    final double decay;
    final double[] buffer;

    private ExactOptimizer(OptimizerSettings settings) {
        this.rate = settings.learningRate();
        this.momentum = settings.momentum();
        this.decay = settings.weightDecay();
        this.buffer = new double[settings.parameters()];
    }

    static ExactOptimizer of(String name, OptimizerSettings settings) {
        return switch (name) {
            case "sgd" -> new HeavyBall(settings);
            case "nesterov" -> new Nesterov(settings);
            case "adamw" -> new Adam(settings);
            case "qgm" -> new QuasiGlobal(settings);
            default -> throw new IllegalArgumentException(name);
        };
    }

    void startRound(double[] start) {}

    abstract void step(double[] parameters, float[] gradient, double factor);

    private static final class HeavyBall extends ExactOptimizer {

        HeavyBall(OptimizerSettings settings) {
            super(settings);
        }

        @Override
        void step(double[] parameters, float[] gradient, double factor) {
            for (int i = 0; i < parameters.length; i++) {
                buffer[i] = momentum * buffer[i] + gradient[i] + decay * parameters[i];
                parameters[i] -= rate * factor * buffer[i];
            }
        }
    }

    /** In the form of the paper: gradient and parameters are those of the look-ahead point. */
    private static final class Nesterov extends ExactOptimizer {

        Nesterov(OptimizerSettings settings) {
            super(settings);
        }

        @Override
        void step(double[] parameters, float[] gradient, double factor) {
            for (int i = 0; i < parameters.length; i++) {
                double slope = gradient[i] + decay * parameters[i];
                buffer[i] = momentum * buffer[i] + slope;
                parameters[i] -= rate * factor * (slope + momentum * buffer[i]);
            }
        }
    }

    private static final class Adam extends ExactOptimizer {
        private final double beta2;
        private final double[] squares;
        private int steps;

        Adam(OptimizerSettings settings) {
            super(settings);
            this.beta2 = settings.beta2();
            this.squares = new double[settings.parameters()];
        }

        @Override
        void step(double[] parameters, float[] gradient, double factor) {
            steps++;
            for (int i = 0; i < parameters.length; i++) {
                double g = gradient[i];
                buffer[i] = momentum * buffer[i] + (1 - momentum) * g;
                squares[i] = beta2 * squares[i] + (1 - beta2) * g * g;
                double first = buffer[i] / (1 - Math.pow(momentum, steps));
                double second = squares[i] / (1 - Math.pow(beta2, steps));
                parameters[i] -= rate * factor * (first / (Math.sqrt(second) + 1e-8) + decay * parameters[i]);
            }
        }
    }

    private static final class QuasiGlobal extends ExactOptimizer {
        private double[] previous;
        private double travelled;

        QuasiGlobal(OptimizerSettings settings) {
            super(settings);
        }

        @Override
        void startRound(double[] start) {
            for (int i = 0; previous != null && i < start.length; i++) {
                buffer[i] = momentum * buffer[i] + (1 - momentum) * (previous[i] - start[i]) / travelled;
            }
            previous = start.clone();
            travelled = 0;
        }

        @Override
        void step(double[] parameters, float[] gradient, double factor) {
            travelled += rate * factor;
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] -= rate * factor * (gradient[i] + decay * parameters[i] + momentum * buffer[i]);
            }
        }
    }
}
