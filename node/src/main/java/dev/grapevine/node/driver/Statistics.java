package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.consensus.measure.RunEstimate;
import dev.grapevine.consensus.parameters.Ledger;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.LimitCounts;
import dev.grapevine.gossip.notice.RunView;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.transport.Traffic;
import dev.grapevine.node.words.PeerNames;

/** Counts of the facts that the protocol reports. For one event loop. */
final class Statistics {

    /** What each peer did. */
    final PeerActivity peers = new PeerActivity();
    long steps;
    /** Metrics of the served model; null before the first evaluation. */
    Metrics metrics;
    /** Whether the stop rule has held once. */
    boolean stopped;
    /** Null until effects are performed. */
    CheckpointClock checkpoints;
    private int lastLocalSteps;
    private Double lastLoss;
    private long exchanges;
    private long failedExchanges;
    private long suspectRounds;
    private long faults;
    private final LimitCounts limits = new LimitCounts();

    /** @param now time since the start of the node */
    void count(Fact fact, Duration now) {
        peers.count(fact, now);
        switch (fact) {
            case Fact.RoundInstalled round -> {
                steps += round.steps();
                lastLocalSteps = round.steps();
                lastLoss = round.loss();
            }
            case Fact.ExchangeFinished _ -> exchanges++;
            case Fact.ExchangeAbandoned _ -> failedExchanges++;
            case Fact.RoundSuspect _,Fact.RoundDiscarded _ -> suspectRounds++;
            case Fact.PeerFaulted _ -> faults++;
            case Fact.LimitReached reached -> limits.add(reached.limit());
            default -> {
            }
        }
    }

    /** @param spare null where there are no spare copies */
    NodeStatus status(Equipment has, Lives lives, Traffic traffic, NodeStatus.Spare spare) {
        NodeLife life = lives.life();
        PeerNames names = has.names();
        Optional<PeerProtocol> protocol = lives.protocol();
        Optional<LocalRun> run = lives.run();
        String phase = protocol.map(p -> p.phase().word().replace(' ', '_')).orElse("starting");
        List<String> peers = protocol.map(PeerProtocol::livePeers).orElse(List.of()).stream()
                .map(peer -> names.of(peer.text()))
                .toList();
        return new NodeStatus(GrapevineVersion.text(), life.self().text(), names.of(life.self().text()),
                Incarnations.count(life.incarnation()), phase,
                run.map(r -> r.setup().options().get(TaskOptions.MODEL).toString()).orElse(""),
                protocol.flatMap(PeerProtocol::charter).map(Charter::run).orElse(""),
                protocol.map(PeerProtocol::rounds).orElse(0L), steps, lastLocalSteps, lastLoss,
                metrics == null ? null : metrics.accuracy(), metrics == null ? null : metrics.loss(),
                traffic.bytesSent(), traffic.bytesReceived(), traffic.framesDropped(), exchanges, failedExchanges,
                peers, protocol.map(PeerProtocol::unfinishedBlocks).orElse(0), suspectRounds,
                protocol.flatMap(PeerProtocol::replica).map(Statistics::clamped).orElse(0L), faults, limits.byName(),
                run.map(r -> r.rows().rows()).orElse(0), has.clock().now().toMillis() / 1000.0, has.disk().failures(),
                has.device().status(run), checkpoints == null ? null : checkpoints.status(),
                has.access().map(Statistics::security).orElse(null), spare,
                protocol.flatMap(PeerProtocol::runView).map(Statistics::run).orElse(null));
    }

    private static NodeStatus.Run run(RunView view) {
        return new NodeStatus.Run(view.loss().nodes(), mean(view.accuracy()), mean(view.loss()), view.roundsMin(),
                view.roundsMax());
    }

    private static NodeStatus.Mean mean(RunEstimate estimate) {
        return new NodeStatus.Mean(estimate.mean(), estimate.spread(),
                Double.isFinite(estimate.error()) ? estimate.error() : null);
    }

    private static NodeStatus.Security security(RunAccess access) {
        String note = Stream.concat(access.endSentence().stream(), access.inviterSentence().stream())
                .collect(Collectors.joining("; "));
        return new NodeStatus.Security(access.inviters(), access.isInviter(), access.chain().ends().toString(),
                note.isEmpty() ? null : note);
    }

    private static long clamped(PublishedParameters replica) {
        return replica.ledger().total(Ledger.Reason.CLAMPED).count();
    }
}
