package dev.grapevine.consensus.robust;

import java.util.Arrays;
import java.util.List;

/**
 * The median of all, each parameter by itself; of an even number the mean of the two in the middle, rounded towards the
 * smaller. As long as fewer than half lie, it is between values that honest nodes have (D. Yin et al., "Byzantine-Robust
 * Distributed Learning: Towards Optimal Statistical Rates", ICML 2018).
 */
public final class Median implements Aggregator {

    @Override
    public String name() {
        return "median";
    }

    @Override
    public int[] increments(int[] own, List<int[]> others) {
        int[] increments = new int[own.length];
        int[] values = new int[others.size() + 1];
        for (int i = 0; i < own.length; i++) {
            values[0] = own[i];
            for (int j = 1; j < values.length; j++) {
                values[j] = others.get(j - 1)[i];
            }
            Arrays.sort(values);
            long middle = (long) values[(values.length - 1) / 2] + values[values.length / 2];
            increments[i] = (int) ((middle >> 1) - own[i]);
        }
        return increments;
    }
}
