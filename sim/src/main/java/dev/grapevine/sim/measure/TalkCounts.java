package dev.grapevine.sim.measure;

/**
 * Finished exchanges by pair of nodes. Nodes beyond {@link #GROUPS_MAX} are counted in groups of neighbouring numbers,
 * so that memory and charts stay small for any number of nodes. For one thread.
 */
public final class TalkCounts {

    public static final int GROUPS_MAX = 64;

    private final int nodes;
    private final long[][] counts;

    public TalkCounts(int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("There are " + nodes + " nodes: at least one is needed");
        }
        this.nodes = nodes;
        int groups = Math.min(nodes, GROUPS_MAX);
        this.counts = new long[groups][groups];
    }

    /** A copy of the counts so far. */
    public TalkCounts copy() {
        TalkCounts copy = new TalkCounts(nodes);
        for (int group = 0; group < groups(); group++) {
            copy.counts[group] = counts[group].clone();
        }
        return copy;
    }

    /** Counts one exchange; the order of the two nodes does not matter. */
    public void add(int node, int peer) {
        int group = groupOf(node);
        int peerGroup = groupOf(peer);
        counts[group][peerGroup]++;
        if (group != peerGroup) {
            counts[peerGroup][group]++;
        }
    }

    public int nodes() {
        return nodes;
    }

    /** Number of rows and columns. */
    public int groups() {
        return counts.length;
    }

    /** The first node of a group; for the group after the last, the number of nodes. */
    public int firstNode(int group) {
        return (int) (((long) group * nodes + groups() - 1) / groups());
    }

    /** Exchanges between nodes of one group and of another, or within one; the same in both orders. */
    public long between(int group, int other) {
        return counts[group][other];
    }

    /** All exchanges. */
    public long total() {
        long total = 0;
        for (int group = 0; group < groups(); group++) {
            for (int other = group; other < groups(); other++) {
                total += counts[group][other];
            }
        }
        return total;
    }

    private int groupOf(int node) {
        if (node < 0 || node >= nodes) {
            throw new IllegalArgumentException("There is no node " + node + " among " + nodes);
        }
        return (int) ((long) node * groups() / nodes);
    }
}
