package dev.grapevine.sim.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;

/** The way of a node's state through a replay. For one thread. */
public final class ReplayHistory implements Replay.Watcher {

    /** A phase and when it began. */
    record PhaseChange(Duration at, Phase phase) {}

    final List<SegmentHeader> segments = new ArrayList<>();
    final List<PhaseChange> phases = new ArrayList<>();
    final Movement movement = new Movement();
    /** Faults of peers, with their counts. */
    final SortedMap<String, Integer> faults = new TreeMap<>();
    /** Limits that were reached, with their counts. */
    final SortedMap<String, Integer> limits = new TreeMap<>();
    /** The reasons why exchanges were given up, with their counts. */
    final SortedMap<String, Integer> abandoned = new TreeMap<>();
    final SortedMap<PeerId, Integer> orphanedBlocks = new TreeMap<>();
    final Deque<Step> last = new ArrayDeque<>();
    long events;
    Duration firstAt = Duration.ZERO;
    Duration lastAt = Duration.ZERO;
    long roundsInstalled;
    long roundsDiscarded;
    long steps;
    double lastLoss = Double.NaN;
    long exchangesStarted;
    long exchangesAnswered;
    PeerProtocol protocol;
    private final int lastKept;

    /**
     * @param lastKept how many of the last events to keep
     */
    public ReplayHistory(int lastKept) {
        this.lastKept = lastKept;
    }

    @Override
    public void begins(SegmentHeader header, PeerProtocol begun) {
        segments.add(header);
        protocol = begun;
        movement.look(begun.replica());
        notePhase(lastAt);
    }

    @Override
    public void stepped(Step step, PeerProtocol stepped) {
        if (events == 0) {
            firstAt = step.at();
            phases.clear();
        }
        events++;
        lastAt = step.at();
        notePhase(step.at());
        movement.stepped(stepped.replica(), step.effects());
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Report report) {
                note(report.fact());
            }
        }
        if (lastKept > 0) {
            if (last.size() == lastKept) {
                last.removeFirst();
            }
            last.addLast(step);
        }
    }

    private void notePhase(Duration at) {
        Phase phase = protocol.phase();
        if (phases.isEmpty() || phases.getLast().phase() != phase) {
            phases.add(new PhaseChange(at, phase));
        }
    }

    private void note(Fact fact) {
        switch (fact) {
            case Fact.RoundInstalled installed -> {
                roundsInstalled++;
                steps += installed.steps();
                lastLoss = installed.loss();
            }
            case Fact.RoundDiscarded _ -> roundsDiscarded++;
            case Fact.RoundSuspect suspect -> roundsDiscarded += suspect.dropped() ? 1 : 0;
            case Fact.ExchangeFinished finished when finished.role() == Fact.Role.INITIATOR -> exchangesStarted++;
            case Fact.ExchangeFinished _ -> exchangesAnswered++;
            case Fact.ExchangeAbandoned given -> abandoned.merge(given.peer() + ": " + given.reason(), 1,
                    Integer::sum);
            case Fact.PeerFaulted faulted -> faults.merge(faulted.peer() + ": " + faulted.what(), 1, Integer::sum);
            case Fact.LimitReached reached -> limits.merge(reached.peer() + ": " + reached.limit().words(), 1,
                    Integer::sum);
            case Fact.BlocksOrphaned orphaned -> orphanedBlocks.merge(orphaned.peer(), orphaned.blocks(),
                    Integer::sum);
            case Fact.Running _,Fact.WentBack _,Fact.Clamped _,Fact.Debited _,Fact.Credited _,Fact.Mixed _,Fact.PeerRefused _,Fact.GivenUp _,Fact.TableFull _ ->
                {
                }
        }
    }
}
