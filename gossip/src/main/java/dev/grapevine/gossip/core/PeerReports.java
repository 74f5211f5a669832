package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.PeerFacts;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.peers.PeerId;

/**
 * Reports what peers do: a few facts of a kind, see {@link PeerFacts}, while the records of the peers have all of it. Not thread-safe.
 */
final class PeerReports {

    private final Neighbourhood neighbourhood;
    private final Outbox outbox;
    private final PeerFacts facts = new PeerFacts();

    PeerReports(Neighbourhood neighbourhood, Outbox outbox) {
        this.neighbourhood = neighbourhood;
        this.outbox = outbox;
    }

    /**
     * Reports a fact unless too many of its kind were reported.
     *
     * @return whether it was reported, and not only counted
     */
    boolean report(Fact fact, Duration now) {
        Optional<Fact> told = facts.admit(fact, now);
        told.ifPresent(outbox::report);
        return told.isPresent();
    }

    /** A peer did something that no honest peer does. */
    void fault(PeerId peer, String what, Duration now) {
        neighbourhood.fault(peer, now)
                .ifPresent(forgotten -> report(new Fact.LimitReached(Limit.REMEMBERED_FAULTS, forgotten), now));
        report(new Fact.PeerFaulted(peer, what), now);
    }

    /** A peer takes part in another run: the user is told once. */
    void takesPartElsewhere(PeerId peer, String sentence, Duration now) {
        neighbourhood.incompatible(peer);
        if (!neighbourhood.isToldOf(peer) && report(new Fact.PeerRefused(peer, sentence), now)) {
            neighbourhood.toldOf(peer);
        }
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        facts.save(out);
    }

    /** Restores what {@link #save} wrote. */
    void restore(StateReader in) {
        facts.restore(in);
    }
}
