package dev.grapevine.gossip.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;

/**
 * The newest notice of each of at most {@value #PEERS_MAX} peers, and which of the node's own each of them was sent. If
 * a further peer comes, the one that was neither heard nor told for longest is forgotten. Not for several threads at
 * once.
 */
final class KnownNotices {

    /** The number of peers that are remembered: of larger runs a sample. */
    static final int PEERS_MAX = 512;

    private record Known(Optional<Notice> newest, long told, long used) {}

    private final PeerTable<Known> peers = new PeerTable<>();
    private long uses;

    /** A peer's notice arrived; an earlier one than the newest, late, is ignored. */
    void heard(PeerId peer, Notice notice) {
        Known known = of(peer);
        if (known.newest.filter(newest -> newest.rounds() > notice.rounds()).isEmpty()) {
            put(peer, Optional.of(notice), known.told);
        }
    }

    /** The number of the node's own notice that a peer was sent last; 0 before the first. */
    long told(PeerId peer) {
        return of(peer).told;
    }

    /** The peer is sent the node's own notice with this number. */
    void tells(PeerId peer, long number) {
        put(peer, of(peer).newest, number);
    }

    void forget(PeerId peer) {
        peers.remove(peer);
    }

    /** The newest notices of those peers that a condition holds for, in the order of peers. */
    List<Notice> of(Predicate<PeerId> chosen) {
        List<Notice> notices = new ArrayList<>();
        peers.forEach((peer, known) -> known.newest.filter(_ -> chosen.test(peer)).ifPresent(notices::add));
        return notices;
    }

    int size() {
        return peers.size();
    }

    private Known of(PeerId peer) {
        Known known = peers.get(peer);
        return known == null ? new Known(Optional.empty(), 0, 0) : known;
    }

    private void put(PeerId peer, Optional<Notice> newest, long told) {
        if (peers.get(peer) == null && peers.size() == PEERS_MAX) {
            peers.remove(leastUsed());
        }
        uses++;
        peers.put(peer, new Known(newest, told, uses));
    }

    private PeerId leastUsed() {
        PeerId[] least = new PeerId[1];
        long[] used = {Long.MAX_VALUE};
        peers.forEach((peer, known) -> {
            if (known.used < used[0]) {
                used[0] = known.used;
                least[0] = peer;
            }
        });
        return least[0];
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putLong(uses);
        out.putCount(peers.size());
        peers.forEach((peer, known) -> {
            out.putText(peer.text());
            out.putLong(known.told);
            out.putLong(known.used);
            out.putBoolean(known.newest.isPresent());
            known.newest.ifPresent(notice -> write(notice, out));
        });
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        uses = in.getLong();
        for (int left = in.getCount(PEERS_MAX); left > 0; left--) {
            PeerId peer = new PeerId(in.getText());
            long told = in.getLong();
            long used = in.getLong();
            peers.put(peer, new Known(in.getBoolean() ? Optional.of(read(in)) : Optional.empty(), told, used));
        }
    }

    static void write(Notice notice, StateWriter out) {
        out.putLong(notice.charterFingerprint());
        out.putCount(notice.rounds());
        out.putCount(notice.rows());
        out.putDouble(notice.loss());
        out.putDouble(notice.accuracy());
    }

    static Notice read(StateReader in) {
        return new Notice(in.getLong(), in.getCount(), in.getCount(Integer.MAX_VALUE), (float) in.getDouble(),
                (float) in.getDouble());
    }
}
