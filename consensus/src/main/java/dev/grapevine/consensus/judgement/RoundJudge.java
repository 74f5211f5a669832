package dev.grapevine.consensus.judgement;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;

/**
 * Judges a node's own rounds of training before they are published: the result of a bad round, such as one with
 * too large a learning rate, is finite and would be averaged into all other replicas.
 *
 * <p>The verdict depends on the losses on the node's own rows, from the first round on, and on how far the round
 * moved compared with those before it. A pure machine; not for several threads at once.
 */
public final class RoundJudge {

    /** The verdict on a round. */
    public enum Verdict {
        /** The round is published. */
        SOUND,
        /** The round moved much farther than usual while its loss rose: only the usual part of its way is published. */
        TOO_FAR,
        /** The round left the range of parameters: nothing of it is published, nor of those below. */
        OUT_OF_RANGE,
        /** The round made the model much worse. */
        HARMFUL,
        /** The change, or a loss, is not finite. */
        DIVERGED;

        /** Whether nothing of it is published. */
        public boolean isDropped() {
            return this == OUT_OF_RANGE || this == HARMFUL || this == DIVERGED;
        }
    }

    /**
     * Dropped rounds among the last {@link #REMEMBERED} that mean that something is wrong with the replica or the
     * settings.
     */
    public static final int DROPPED_MAX = 4;
    /** Rounds that are remembered. */
    public static final int REMEMBERED = 10;
    /** A round whose loss rose may move this many times the usual distance. */
    static final double TOO_FAR_FACTOR = 8;
    /** Rounds needed before the usual distance is known. */
    static final int USUAL_FROM = 5;

    /** Loss at which rounds began, the dropped ones too. */
    private final RecentNumbers starts = new RecentNumbers(REMEMBERED - 1);
    /** Distances of the published rounds. */
    private final RecentNumbers norms = new RecentNumbers(REMEMBERED - 1);
    /** Usual distance before the round that was judged last. */
    private double usual;
    /** One bit for each of the last rounds, the last one lowest; set where it was dropped. */
    private int dropped;

    /** Judges the next round. */
    public Verdict judge(RoundLosses losses, RoundChange change) {
        usual = norms.median();
        Verdict verdict = verdict(losses, change);
        dropped = (dropped << 1 | (verdict.isDropped() ? 1 : 0)) & (1 << REMEMBERED) - 1;
        if (!verdict.isDropped()) {
            // Capped, so that what is usual grows where many rounds in a row go far, and not by a single one.
            norms.add(verdict == Verdict.TOO_FAR ? TOO_FAR_FACTOR * usual : change.norm());
        }
        return verdict;
    }

    private Verdict verdict(RoundLosses losses, RoundChange change) {
        if (!losses.isFinite() || !Double.isFinite(change.norm())) {
            return Verdict.DIVERGED;
        }
        starts.add(losses.start());
        if (change.leavesRange()) {
            return Verdict.OUT_OF_RANGE;
        }
        if (losses.isHarmful(starts.median())) {
            return Verdict.HARMFUL;
        }
        boolean knowsWhatIsUsual = norms.count() >= USUAL_FROM && usual > 0;
        return knowsWhatIsUsual && losses.rose(starts.median()) && change.norm() > TOO_FAR_FACTOR * usual
                ? Verdict.TOO_FAR
                : Verdict.SOUND;
    }

    /** The published part of the change that was judged last. */
    public double usualPart(RoundChange change) {
        return usual / change.norm();
    }

    /** Whether too many recent rounds were dropped. */
    public boolean isAlarmed() {
        return Integer.bitCount(dropped) >= DROPPED_MAX;
    }

    /** The next rounds start from another replica: those before them say nothing of them. */
    public void forgetDropped() {
        dropped = 0;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(dropped);
        starts.save(out);
        norms.save(out);
    }

    /** Continues a saved one. */
    public void restore(StateReader in) {
        dropped = in.getCount((1 << REMEMBERED) - 1);
        starts.restore(in);
        norms.restore(in);
    }

    /** The last few numbers. */
    private static final class RecentNumbers {

        private final double[] numbers;
        /** Room to put them in order. */
        private final double[] sorted;
        private long added;

        RecentNumbers(int capacity) {
            this.numbers = new double[capacity];
            this.sorted = new double[capacity];
        }

        void add(double number) {
            numbers[(int) (added % numbers.length)] = number;
            added++;
        }

        int count() {
            return (int) Math.min(added, numbers.length);
        }

        /** The median, the lower one of two; 0 of no numbers. */
        double median() {
            int count = count();
            for (int i = 0; i < count; i++) {
                // By insertion: fastest for so few.
                double number = numbers[i];
                int place = i;
                while (place > 0 && Double.compare(sorted[place - 1], number) > 0) {
                    sorted[place] = sorted[place - 1];
                    place--;
                }
                sorted[place] = number;
            }
            return count == 0 ? 0 : sorted[(count - 1) / 2];
        }

        void save(StateWriter out) {
            out.putCount(added);
            for (double number : numbers) {
                out.putDouble(number);
            }
        }

        void restore(StateReader in) {
            added = in.getCount();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.getDouble();
            }
        }
    }
}
