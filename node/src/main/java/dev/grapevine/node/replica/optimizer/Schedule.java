package dev.grapevine.node.replica.optimizer;

/**
 * How the learning rate changes while training goes on: a pure function of the number of local steps so far.
 * {@link #toString} gives what {@link ScheduleParser} reads.
 */
public sealed interface Schedule {

    /**
     * What the learning rate is multiplied by.
     *
     * @param step the number of the step that is about to be made, from 0
     */
    double factor(long step);

    /** Always 1. */
    record Constant() implements Schedule {

        @Override
        public double factor(long step) {
            return 1;
        }

        @Override
        public String toString() {
            return "constant";
        }
    }

    /**
     * Multiplied by the same number again and again.
     *
     * @param every steps between two changes
     * @param times what the rate is multiplied by each time
     */
    record Stairs(long every, double times) implements Schedule {

        @Override
        public double factor(long step) {
            return StrictMath.pow(times, step / every);
        }

        @Override
        public String toString() {
            return "step:" + every + "," + times;
        }
    }

    /**
     * Rises to 1 in equal parts, falls along half a cosine wave (Loshchilov and Hutter 2017, equation 5, without
     * restarts), and stays where it is then.
     *
     * @param steps  at which it is down, the rise included
     * @param warmup steps of the rise; less than {@code steps}
     * @param end    what remains in the end
     */
    record Cosine(long steps, long warmup, double end) implements Schedule {

        @Override
        public double factor(long step) {
            if (step < warmup) {
                return (step + 1.0) / warmup;
            }
            double progress = Math.min(1, (double) (step - warmup) / (steps - warmup));
            return end + (1 - end) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
        }

        @Override
        public String toString() {
            return "cosine:" + steps + ",warmup=" + warmup + ",final=" + end;
        }
    }
}
