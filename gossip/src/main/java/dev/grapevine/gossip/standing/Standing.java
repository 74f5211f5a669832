package dev.grapevine.gossip.standing;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * The price of misbehaviour, and how it is forgiven. Each fault lowers a peer's standing; a peer below the threshold is
 * ignored for a while, longer each time. Time without faults takes them back one by one, so that rare faults never lead
 * to being ignored, and a peer that was ignored often begins with short times again. A pure machine; not for several
 * threads at once.
 */
public final class Standing {

    /** Faults before a peer is ignored. A line that flips a bit is not a liar, so one fault is not enough. */
    public static final int FAULTS_TOLERATED = 3;
    /** Time without faults that takes one back. */
    public static final Duration FAULT_FORGIVEN = Duration.ofMinutes(10);
    /** Time without faults, after a peer was ignored, that makes the next time as short as the one before. */
    public static final Duration BAN_FORGIVEN = Duration.ofHours(1);
    /** The most peers whose faults are remembered: beyond, the oldest faults are forgotten. */
    public static final int PEERS_MAX = 4096;

    private static final Duration FIRST_BAN = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 10;

    /** @param since the last fault, or the end of the time for which the peer was ignored after it */
    private record Record(int faults, int bans, Duration since) {

        /** The record after some time without faults. */
        Record at(Duration now) {
            Duration good = now.minus(since);
            return good.isNegative()
                    ? this
                    : new Record(left(faults, good.dividedBy(FAULT_FORGIVEN)), left(bans, good.dividedBy(BAN_FORGIVEN)),
                            since);
        }

        private static int left(int counted, long forgiven) {
            return (int) Math.max(0, counted - forgiven);
        }
    }

    private static final Record GOOD = new Record(0, 0, Duration.ZERO);

    private final PeerTable<Record> records = new PeerTable<>();

    /**
     * A peer did something that no honest peer does.
     *
     * @return the peer whose faults are forgotten, if there were too many
     */
    public Optional<PeerId> fault(PeerId peer, Duration now) {
        Optional<PeerId> forgotten = records.get(peer) == null && records.size() >= PEERS_MAX
                ? Optional.of(forgetOldest())
                : Optional.empty();
        Record old = recordOf(peer).at(now);
        if (old.faults + 1 < FAULTS_TOLERATED) {
            records.put(peer, new Record(old.faults + 1, old.bans, now));
        } else {
            Duration ban = FIRST_BAN.multipliedBy(1L << Math.min(old.bans, MAX_DOUBLINGS));
            records.put(peer, new Record(0, Math.min(old.bans, MAX_DOUBLINGS) + 1, now.plus(ban)));
        }
        return forgotten;
    }

    private PeerId forgetOldest() {
        PeerId[] oldest = new PeerId[1];
        records.forEach((peer, record) -> {
            if (oldest[0] == null || record.since.compareTo(recordOf(oldest[0]).since) < 0) {
                oldest[0] = peer;
            }
        });
        records.remove(oldest[0]);
        return oldest[0];
    }

    private Record recordOf(PeerId peer) {
        Record known = records.get(peer);
        return known == null ? GOOD : known;
    }

    /** Whether a peer is ignored now. */
    public boolean ignores(PeerId peer, Duration now) {
        return now.compareTo(recordOf(peer).since) < 0;
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        out.putCount(records.size());
        records.forEach((peer, record) -> {
            out.putText(peer.text());
            out.putCount(record.faults);
            out.putCount(record.bans);
            out.putLong(record.since.toNanos());
        });
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (int left = in.getCount(PEERS_MAX); left > 0; left--) {
            records.put(new PeerId(in.getText()), new Record(in.getCount(FAULTS_TOLERATED),
                    in.getCount(MAX_DOUBLINGS + 1), Duration.ofNanos(in.getLong())));
        }
    }
}
