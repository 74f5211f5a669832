package dev.grapevine.gossip.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.SnapshotReader;
import dev.grapevine.gossip.snapshot.SnapshotWriter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A bounded table: the newest word of each peer, and of many peers those that were heard or told last. */
class KnownNoticesProperties {

    private final KnownNotices known = new KnownNotices();

    private static PeerId peer(int number) {
        return new PeerId("p" + number);
    }

    private static Notice notice(long rounds) {
        return new Notice(7, rounds, 10, 0.5f, 0.5f);
    }

    private static List<Notice> all(KnownNotices known) {
        return known.of(_ -> true);
    }

    @Property(tries = 300)
    void newestOfEachPeerIsKept_whateverTheOrderOfArrival(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 1000) Integer> arrivals) {
        KnownNotices table = new KnownNotices();
        Map<PeerId, Long> newest = new HashMap<>();
        for (int arrival : arrivals) {
            PeerId from = peer(arrival % 10);
            table.heard(from, notice(arrival));
            newest.merge(from, (long) arrival, Math::max);
        }
        newest.forEach((from, rounds) -> assertThat(table.of(from::equals)).containsExactly(notice(rounds)));
        assertThat(all(table)).hasSize(newest.size());
    }

    /** Fails if the table grows, and if it forgets the peers that it has heard last. */
    @Example
    void tableIsBounded_andTheLeastRecentPeerMakesRoom() {
        for (int number = 0; number < 2 * KnownNotices.PEERS_MAX; number++) {
            known.heard(peer(number), notice(number));
            known.tells(peer(0), number);
        }
        assertThat(known.size()).isEqualTo(KnownNotices.PEERS_MAX);
        assertThat(known.told(peer(0))).isEqualTo(2 * KnownNotices.PEERS_MAX - 1);
        assertThat(known.of(peer(1)::equals)).isEmpty();
        assertThat(known.of(peer(KnownNotices.PEERS_MAX + 1)::equals)).hasSize(1);
    }

    @Example
    void savedTableGoesOnAsItWas() {
        for (int number = 0; number < KnownNotices.PEERS_MAX; number++) {
            known.heard(peer(number), notice(number));
        }
        known.tells(peer(3), 9);
        known.tells(new PeerId("told-only"), 2);
        SnapshotWriter out = new SnapshotWriter(100);
        known.save(out.section("notices", 1));
        KnownNotices later = new KnownNotices();
        later.restore(new SnapshotReader(out.toBytes()).section("notices", 1));
        assertThat(all(later)).isEqualTo(all(known));
        assertThat(later.told(peer(3))).isEqualTo(9);
        for (KnownNotices table : List.of(known, later)) {
            table.heard(new PeerId("one-more"), notice(1));
        }
        assertThat(all(later)).as("the same peer made room").isEqualTo(all(known));
    }
}
