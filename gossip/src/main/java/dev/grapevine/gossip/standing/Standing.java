package dev.grapevine.gossip.standing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
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

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(records.size());
        records.forEach((peer, record) -> {
            out.putText(peer.text());
            out.putCount(record.faults);
            out.putCount(record.bans);
            out.putLong(record.ignoredUntil.toNanos());
        });
    }

    /** Takes over the records of another one. */
    public void restore(StateReader in) {
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            records.put(new PeerId(in.getText()), new Record(in.getCount(Integer.MAX_VALUE),
                    in.getCount(Integer.MAX_VALUE), Duration.ofNanos(in.getLong())));
        }
    }
}
