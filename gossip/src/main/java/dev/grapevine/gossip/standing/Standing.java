package dev.grapevine.gossip.standing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.gossip.peers.PeerId;

/**
 * What misbehaviour costs. Each fault lowers a peer's standing; a peer that falls below the threshold is ignored for a
 * while, longer each time. A pure machine; not for several threads at once.
 */
public final class Standing {

    /** Faults before a peer is ignored. A line that flips a bit is not a liar, so one fault is not enough. */
    public static final int FAULTS_TOLERATED = 3;

    private static final Duration FIRST_BAN = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 10;

    private record Record(int faults, int bans, Duration ignoredUntil) {}

    private static final Record GOOD = new Record(0, 0, Duration.ZERO);

    private final Map<PeerId, Record> records = new TreeMap<>();

    /** A peer did what no honest peer does. */
    public void fault(PeerId peer, Duration now) {
        Record old = records.getOrDefault(peer, GOOD);
        if (old.faults + 1 < FAULTS_TOLERATED) {
            records.put(peer, new Record(old.faults + 1, old.bans, old.ignoredUntil));
        } else {
            Duration ban = FIRST_BAN.multipliedBy(1L << Math.min(old.bans, MAX_DOUBLINGS));
            records.put(peer, new Record(0, old.bans + 1, now.plus(ban)));
        }
    }

    /** Whether to have nothing to do with a peer now. */
    public boolean ignores(PeerId peer, Duration now) {
        return now.compareTo(records.getOrDefault(peer, GOOD).ignoredUntil) < 0;
    }

    /** Copies another's records into this one, when a protocol is restored. */
    public void restore(PeerId peer, int faults, int bans, Duration ignoredUntil) {
        records.put(peer, new Record(faults, bans, ignoredUntil));
    }

    public int count() {
        return records.size();
    }

    /** Receives one record each. */
    @FunctionalInterface
    public interface Visitor {
        void visit(PeerId peer, int faults, int bans, Duration ignoredUntil);
    }

    /** Shows all records, in the order of peers. */
    public void forEach(Visitor visitor) {
        records.forEach((peer, r) -> visitor.visit(peer, r.faults, r.bans, r.ignoredUntil));
    }
}
