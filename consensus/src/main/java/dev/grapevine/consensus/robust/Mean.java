package dev.grapevine.consensus.robust;

import java.util.List;

/** The mean of all, each parameter by itself: what robust rules are compared with, since one liar moves it anywhere. */
public final class Mean implements Aggregator {

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public int[] increments(int[] own, List<int[]> others) {
        int[] increments = new int[own.length];
        for (int i = 0; i < own.length; i++) {
            long sum = 0;
            for (int[] other : others) {
                sum += (long) other[i] - own[i];
            }
            increments[i] = (int) (sum / (others.size() + 1));
        }
        return increments;
    }
}
