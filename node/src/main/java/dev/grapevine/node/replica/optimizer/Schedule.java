package dev.grapevine.node.replica.optimizer;

/**
 * Learning rate schedule: a pure function of the number of local steps so far. {@link #toString} gives the text that
 * {@link ScheduleParser} reads.
 */
public sealed interface Schedule {

    /**
     * Multiplier of the learning rate.
     *
     * @param step number of the next step, from 0
     */
    double factor(long step);

    /** A multiplier that is always 1. */
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
     * Step decay: multiplies the rate at regular intervals.
     *
     * @param every steps between two changes
     * @param times multiplier of each change
     */
    record StepDecay(long every, double times) implements Schedule {

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
     * Linear warm-up to 1, then half a cosine wave (Loshchilov and Hutter 2017, equation 5, without restarts), then
     * constant.
     *
     * @param steps  total steps until the end of the cosine, warm-up included
     * @param warmup steps of the warm-up; less than {@code steps}
     * @param end    final value
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
