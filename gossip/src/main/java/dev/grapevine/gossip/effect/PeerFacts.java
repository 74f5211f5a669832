package dev.grapevine.gossip.effect;

import java.util.Arrays;
import java.util.Optional;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Limits reports of facts that peers cause: a few of each kind in a minute, so that no peer fills a user's screen or
 * disk. The next fact of a kind says how many were left out. Facts about changes of the replica are always reported. A
 * pure machine; not for several threads at once.
 */
public final class PeerFacts {

    /** Facts of one kind about one peer within {@link #SPAN}. */
    public static final int OF_A_PEER = 3;
    /** Facts of one kind about all peers within {@link #SPAN}. */
    public static final int OF_ALL = 30;
    public static final Duration SPAN = Duration.ofMinutes(1);

    private enum Kind {
        REFUSED,
        FAULTED,
        GIVEN_UP,
        FULL
    }

    /** Facts of a kind that were reported since a span began. It holds only peers that were reported. */
    private static final class Told {
        private Duration since = Duration.ZERO;
        private int all;
        private long untold;
        private final Map<PeerId, Integer> peers = new TreeMap<>();

        boolean admits(Optional<PeerId> about, Duration now) {
            if (now.minus(since).compareTo(SPAN) >= 0) {
                since = now;
                all = 0;
                peers.clear();
            }
            if (all >= OF_ALL || about.filter(peer -> peers.getOrDefault(peer, 0) >= OF_A_PEER).isPresent()) {
                untold++;
                return false;
            }
            all++;
            about.ifPresent(peer -> peers.merge(peer, 1, Integer::sum));
            return true;
        }

        String withUntold(String sentence) {
            String whole = untold == 0 ? sentence : sentence + " (" + untold + " more of this kind were not told)";
            untold = 0;
            return whole;
        }
    }

    private final Told[] kinds = new Told[Kind.values().length];

    public PeerFacts() {
        Arrays.setAll(kinds, kind -> new Told());
    }

    /** The fact to report; empty if it is over the limit. */
    public Optional<Fact> admit(Fact fact, Duration now) {
        return switch (fact) {
            case Fact.PeerRefused refused -> of(Kind.REFUSED, Optional.of(refused.peer()), now)
                    .map(told -> new Fact.PeerRefused(refused.peer(), told.withUntold(refused.sentence())));
            case Fact.PeerFaulted faulted -> of(Kind.FAULTED, Optional.of(faulted.peer()), now)
                    .map(told -> new Fact.PeerFaulted(faulted.peer(), told.withUntold(faulted.what())));
            case Fact.GivenUp givenUp -> of(Kind.GIVEN_UP, Optional.empty(), now)
                    .map(told -> new Fact.GivenUp(told.withUntold(givenUp.sentence())));
            case Fact.TableFull full -> of(Kind.FULL, Optional.empty(), now).map(told -> full);
            default -> Optional.of(fact);
        };
    }

    private Optional<Told> of(Kind kind, Optional<PeerId> about, Duration now) {
        Told told = kinds[kind.ordinal()];
        return told.admits(about, now) ? Optional.of(told) : Optional.empty();
    }

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        for (Told told : kinds) {
            out.putLong(told.since.toNanos());
            out.putCount(told.all);
            out.putCount(told.untold);
            out.putCount(told.peers.size());
            told.peers.forEach((peer, times) -> {
                out.putText(peer.text());
                out.putCount(times);
            });
        }
    }

    /** Restores what {@link #save} wrote. */
    public void restore(StateReader in) {
        for (Told told : kinds) {
            told.since = Duration.ofNanos(in.getLong());
            told.all = in.getCount(OF_ALL);
            told.untold = in.getCount();
            for (int left = in.getCount(OF_ALL); left > 0; left--) {
                told.peers.put(new PeerId(in.getText()), in.getCount(OF_A_PEER));
            }
        }
    }
}
