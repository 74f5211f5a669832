package dev.grapevine.sim.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Counting who talks to whom loses nothing, however nodes are grouped. */
class TalkCountsProperties {

    private static int groupThatBeginsAtOrBefore(TalkCounts talks, int node) {
        int group = 0;
        while (group + 1 < talks.groups() && talks.firstNode(group + 1) <= node) {
            group++;
        }
        return group;
    }

    @Property(tries = 100)
    void exchange_countsInTheGroupsOfItsNodes(@ForAll @IntRange(min = 1, max = 3000) int nodes,
            @ForAll @Size(max = 20) int[] firsts) {
        TalkCounts talks = new TalkCounts(nodes);
        for (int first : firsts) {
            int node = Math.floorMod(first, nodes);
            int peer = Math.floorMod(first / 7, nodes);
            int group = groupThatBeginsAtOrBefore(talks, node);
            int other = groupThatBeginsAtOrBefore(talks, peer);
            long before = talks.between(group, other);
            talks.add(node, peer);
            assertThat(talks.between(group, other)).isEqualTo(before + 1);
            assertThat(talks.between(other, group)).isEqualTo(before + 1);
        }
        assertThat(talks.total()).isEqualTo(firsts.length);
        assertThat(talks.groups()).isEqualTo(Math.min(nodes, TalkCounts.GROUPS_MAX));
        assertThat(talks.firstNode(0)).isZero();
        assertThat(talks.firstNode(talks.groups())).isEqualTo(nodes);
    }

    @Property(tries = 100)
    void groups_areOfNearlyTheSameSize(@ForAll @IntRange(min = 1, max = 100_000) int nodes) {
        TalkCounts talks = new TalkCounts(nodes);
        for (int group = 0; group < talks.groups(); group++) {
            assertThat(talks.firstNode(group + 1) - talks.firstNode(group)).isBetween(nodes / talks.groups(),
                    (nodes - 1) / talks.groups() + 1);
        }
    }

    @Example
    void copy_doesNotChange() {
        TalkCounts talks = new TalkCounts(3);
        talks.add(0, 1);
        TalkCounts copy = talks.copy();
        talks.add(0, 1);
        assertThat(copy.between(0, 1)).isEqualTo(1);
        assertThat(talks.between(0, 1)).isEqualTo(2);
    }

    @Example
    void missingNode_isRefused() {
        TalkCounts talks = new TalkCounts(3);
        assertThatThrownBy(() -> talks.add(0, 3)).hasMessage("There is no node 3 among 3");
        assertThatThrownBy(() -> talks.add(-1, 0)).hasMessage("There is no node -1 among 3");
        assertThatThrownBy(() -> new TalkCounts(0)).hasMessage("There are 0 nodes: at least one is needed");
    }
}
