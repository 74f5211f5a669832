package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.PeerFacts;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.snapshot.Saved;
import dev.grapevine.gossip.standing.Standing;

class PeerReportsTest {

    private static final PeerId PEER = new PeerId("peer");
    private static final Duration NOW = Duration.ofHours(5);

    private final Outbox outbox = new Outbox(ProtocolWorld.frames(), 1);
    private final Neighbourhood neighbourhood = new Neighbourhood();
    private final PeerReports reports = new PeerReports(neighbourhood, outbox);

    private List<Fact> facts() {
        return outbox.take().stream().map(effect -> ((Effect.Report) effect).fact()).toList();
    }

    @Test
    void faultCountsWhereItIsNotTold() {
        for (int i = 0; i < 100 * Standing.FAULTS_TOLERATED; i++) {
            reports.fault(PEER, "nonsense", NOW);
        }
        assertThat(facts()).hasSize(PeerFacts.OF_A_PEER).allMatch(Fact.PeerFaulted.class::isInstance);
        assertThat(neighbourhood.ignores(PEER, NOW.plusSeconds(29))).isTrue();
    }

    @Test
    void forgottenFaultsAreReported() {
        for (int i = 0; i <= Standing.PEERS_MAX; i++) {
            reports.fault(new PeerId("stranger" + i), "nonsense", NOW.plusNanos(i));
        }
        assertThat(facts()).contains(new Fact.LimitReached(Limit.REMEMBERED_FAULTS, new PeerId("stranger0")));
    }

    @Test
    void anotherRunIsToldOnce() {
        reports.takesPartElsewhere(PEER, "another model", NOW);
        reports.takesPartElsewhere(PEER, "another model", NOW);
        assertThat(facts()).containsExactly(new Fact.PeerRefused(PEER, "another model"));
        assertThat(neighbourhood.isIncompatible(PEER)).isTrue();
    }

    /** Else the user would never learn of it. */
    @Test
    void anotherRunThatCouldNotBeToldIsToldLater() {
        for (int i = 0; i < PeerFacts.OF_ALL; i++) {
            reports.report(new Fact.PeerRefused(new PeerId("p" + i), "no"), NOW);
        }
        facts();
        reports.takesPartElsewhere(PEER, "another model", NOW);
        assertThat(facts()).isEmpty();
        reports.takesPartElsewhere(PEER, "another model", NOW.plus(PeerFacts.SPAN));
        assertThat(facts()).singleElement().isInstanceOf(Fact.PeerRefused.class);
    }

    @Test
    void countsAreRestored() {
        reports.fault(PEER, "nonsense", NOW);
        reports.fault(PEER, "nonsense", NOW);
        reports.fault(PEER, "nonsense", NOW);
        PeerReports restored = new PeerReports(neighbourhood, outbox);
        restored.restore(Saved.by(reports::save));
        facts();
        restored.fault(PEER, "nonsense", NOW);
        assertThat(facts()).isEmpty();
    }
}
