package dev.grapevine.sim.scenario;

import java.math.BigDecimal;
import java.time.Duration;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.words.Quantities;

/** Travel times of messages, {@link #most()} at most. */
public sealed interface Latency {

    String ALLOWED = "20ms, 20ms..60ms with the larger end last, exponential:MEAN and lognormal:MEDIAN,SIGMA with SIGMA "
            + "from 0 to 3";

    /** Factor of mean or median at which distributions with a long tail are cut off. */
    int MOST_TIMES = 100;

    /** One message's time, in nanoseconds. */
    long draw(RandomStream random);

    /** The longest time that a message takes. */
    Duration most();

    /** Uniform between two bounds. */
    record Uniform(Duration least, Duration most) implements Latency {

        public Uniform {
            if (most.compareTo(least) < 0) {
                throw new IllegalArgumentException(least + " to " + most);
            }
        }

        @Override
        public long draw(RandomStream random) {
            return least.toNanos() + (long) (random.nextDouble() * (most.toNanos() - least.toNanos()));
        }

        @Override
        public String toString() {
            return least.equals(most)
                    ? Quantities.exact(least)
                    : Quantities.exact(least) + ".." + Quantities.exact(most);
        }
    }

    /** Exponential: most messages are quick, and a few take several times the mean. */
    record Exponential(Duration mean) implements Latency {

        @Override
        public long draw(RandomStream random) {
            double times = -StrictMath.log(1 - random.nextDouble());
            return (long) (mean.toNanos() * Math.min(times, MOST_TIMES));
        }

        @Override
        public Duration most() {
            return mean.multipliedBy(MOST_TIMES);
        }

        @Override
        public String toString() {
            return "exponential:" + Quantities.exact(mean);
        }
    }

    /**
     * Log-normal, as measured in wide area networks.
     *
     * @param sigma standard deviation of the time's logarithm
     */
    record LogNormal(Duration median, double sigma) implements Latency {

        @Override
        public long draw(RandomStream random) {
            double times = StrictMath.exp(sigma * random.nextGaussian());
            return (long) (median.toNanos() * Math.min(times, MOST_TIMES));
        }

        @Override
        public Duration most() {
            return median.multipliedBy(sigma == 0 ? 1 : MOST_TIMES);
        }

        @Override
        public String toString() {
            return "lognormal:" + Quantities.exact(median) + "," + BigDecimal.valueOf(sigma).toPlainString();
        }
    }

    /** The same time for every message. */
    static Latency of(Duration always) {
        return new Uniform(always, always);
    }

    /** Reads the forms in {@link #ALLOWED}. */
    static Latency parse(String text) {
        if (text.startsWith("exponential:")) {
            return new Exponential(Quantities.duration(text.substring("exponential:".length())));
        }
        if (text.startsWith("lognormal:")) {
            String[] numbers = text.substring("lognormal:".length()).split(",", -1);
            if (numbers.length != 2) {
                throw new IllegalArgumentException(text);
            }
            return new LogNormal(Quantities.duration(numbers[0]), Quantities.number(numbers[1], 0, 3));
        }
        String[] ends = text.split("\\.\\.", 2);
        return new Uniform(Quantities.duration(ends[0]), Quantities.duration(ends[ends.length - 1]));
    }
}
