package dev.grapevine.sim.scenario;

import java.math.BigDecimal;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.words.Quantities;

/** Relative speeds of devices. */
public sealed interface Speed {

    String ALLOWED = "constant, lognormal:SIGMA with SIGMA from 0 to 3, stragglers:SHARE,TIMES with SHARE from 0 to 1 and "
            + "TIMES from 1 to 1000000";

    /** The speed of one device; 1 is usual. */
    double draw(RandomStream random);

    /** All devices are equally fast. */
    record Constant() implements Speed {
        @Override
        public double draw(RandomStream random) {
            return 1;
        }

        @Override
        public String toString() {
            return "constant";
        }
    }

    /**
     * Speeds with a log-normal distribution.
     *
     * @param sigma standard deviation of the speed's logarithm
     */
    record LogNormal(double sigma) implements Speed {
        @Override
        public double draw(RandomStream random) {
            return StrictMath.exp(random.nextGaussian() * sigma);
        }

        @Override
        public String toString() {
            return "lognormal:" + BigDecimal.valueOf(sigma).toPlainString();
        }
    }

    /** Some devices are much slower than the others. */
    record Stragglers(double share, double times) implements Speed {
        @Override
        public double draw(RandomStream random) {
            return random.nextBoolean(share) ? 1 / times : 1;
        }

        @Override
        public String toString() {
            return "stragglers:" + BigDecimal.valueOf(share).toPlainString() + ","
                    + BigDecimal.valueOf(times).toPlainString();
        }
    }

    /** Reads the forms in {@link #ALLOWED}. */
    static Speed parse(String text) {
        if (text.equals("constant")) {
            return new Constant();
        }
        if (text.startsWith("lognormal:")) {
            return new LogNormal(Quantities.number(text.substring("lognormal:".length()), 0, 3));
        }
        if (text.startsWith("stragglers:")) {
            String[] numbers = text.substring("stragglers:".length()).split(",", -1);
            if (numbers.length == 2) {
                return new Stragglers(Quantities.number(numbers[0], 0, 1), Quantities.number(numbers[1], 1, 1e6));
            }
        }
        throw new IllegalArgumentException(text);
    }
}
