package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.pace.TrainingLead;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerChoice.Turn;
import dev.grapevine.gossip.peers.PeerChoice;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.TurnCounter;
import dev.grapevine.gossip.peers.View;
import dev.grapevine.gossip.strategy.Strategy;

/** Decides when a node starts exchanges, and with which peers: after each round, or when tokens are spent. */
final class GossipTurns {

    private final Strategy strategy;
    private final PeerChoice overlay;
    private final Neighbourhood neighbourhood;
    private final StrategyView context;
    private final Consumer<PeerId> begun;
    private final TurnCounter turns = new TurnCounter();
    /** Empty if exchanges are started after each round. */
    private final Optional<TokenAccount> tokens;
    /** Exchanges to start at the end of this step, already paid with tokens. */
    private int wanted;
    private Optional<Duration> lastStart = Optional.empty();
    private final TrainingLead lead;
    /** Rounds in the replica when the last exchange began. */
    private long roundsAtStart;
    /** The time at which the last timer that was set fires, or has fired. */
    private Optional<Duration> alarm = Optional.empty();

    /** @param begun called with the peer when an exchange has begun */
    GossipTurns(Strategy strategy, PeerChoice overlay, Neighbourhood neighbourhood, Consumer<PeerId> begun,
            StrategyView context) {
        this.strategy = strategy;
        this.begun = begun;
        this.overlay = overlay;
        this.neighbourhood = neighbourhood;
        this.context = context;
        this.lead = new TrainingLead(context.parameters().flow().ahead());
        this.tokens = context.parameters().flow().tokens().map(TokenAccount::new);
    }

    private View view() {
        return strategy.needsAnswers()
                ? neighbourhood.live().view(context.self())
                : neighbourhood.live().everSeen(context.self());
    }

    /** A round ended: starts as many exchanges as the parameters or the token account allow. */
    void roundFinished(RoundResult result) {
        lead.trained(result.steps(), result.losses());
        takeTurn();
    }

    private void takeTurn() {
        ProtocolParameters parameters = context.parameters();
        if (context.now().compareTo(nextStart()) < 0) {
            return;
        }
        if (tokens.isEmpty()) {
            start(parameters.fanout(), Integer.MAX_VALUE);
        } else {
            lastStart = Optional.of(context.now());
            wanted += tokens.get().earn(context.random()) ? 1 : 0;
            startWanted();
        }
    }

    /** The earliest time of the next start. */
    private Duration nextStart() {
        return lastStart.map(last -> last.plus(context.parameters().interval())).orElse(Duration.ZERO);
    }

    /**
     * Whether a round of this many local steps may begin: if not, the node waits for an exchange. Starts one if none
     * was possible when the wait began.
     */
    boolean mayTrain(int steps) {
        Duration now = context.now();
        if (context.parameters().fanout() == 0 || lead.isFree(steps, now)) {
            return true;
        }
        Duration possible = nextStart();
        if (lead.isWaiting() && !strategy.isExchanging() && now.compareTo(possible) >= 0) {
            takeTurn();
        }
        if (!strategy.isExchanging() && tokens.isPresent() && tokens.get().spend()) {
            tokens.get().giveBack(1 - start(1, 1));
        }
        if (!isWorthWaiting()) {
            lead.goOn();
            return true;
        }
        // A turn in which nothing could be started does not prolong the wait: such turns come as often as the node
        // looks.
        possible = strategy.isExchanging() ? nextStart() : possible;
        if (lead.waits(now, possible)) {
            wakeAt(possible.compareTo(now) > 0 ? possible : lead.waitsUntil(possible));
            return false;
        }
        return true;
    }

    /** One timer at a time, unless an earlier one is needed: the next one is set when it has fired. */
    private void wakeAt(Duration when) {
        Duration now = context.now();
        boolean set = alarm.isPresent() && alarm.get().compareTo(now) > 0 && alarm.get().compareTo(when) <= 0;
        if (!set) {
            alarm = Optional.of(when);
            context.goOnIn(when.minus(now));
        }
    }

    /** Whether an exchange with a responsive peer may soon end, or begin. */
    private boolean isWorthWaiting() {
        if (strategy.isExchanging()) {
            return true;
        }
        if (context.keepsAway()) {
            return false;
        }
        boolean early = context.now().compareTo(nextStart()) < 0;
        return early && neighbourhood.live().all().stream().anyMatch(peer -> answers(peer) && isEligible(peer))
                || overlay.neighbours(view()).stream().anyMatch(peer -> answers(peer) && strategy.isLeftTo(peer));
    }

    private boolean answers(PeerId peer) {
        return !neighbourhood.isSilent(peer) && !neighbourhood.isIncompatible(peer);
    }

    /** An exchange ended. */
    void exchangeEnded() {
        lead.exchangeEnded();
    }

    /** An exchange that this node began failed. */
    void exchangeFailed() {
        lead.exchangeFailed(context.now());
    }

    /** A conversation that a peer began ended. */
    void peerExchangeEnded(boolean useful) {
        tokens.ifPresent(account -> wanted += account.react(useful, context.random()));
    }

    /** Whether something was trained since the last exchange began or ended, or that failed. */
    boolean hasNews() {
        return context.parameters().fanout() > 0 && (lead.steps() > 0 || context.rounds() > roundsAtStart);
    }

    /** Starts the last exchange of a node that leaves, whatever the interval and the tokens say. Whether a peer was found. */
    boolean startLast() {
        return start(1, 1) > 0;
    }

    /** Starts the exchanges that were paid with tokens; unused tokens are refunded. */
    void startWanted() {
        int most = wanted;
        if (most > 0) {
            wanted = 0;
            int started = context.phase() == Phase.RUNNING ? start(most, most) : 0;
            tokens.orElseThrow().giveBack(most - started);
        }
    }

    /**
     * Starts exchanges with peers that the overlay chooses.
     *
     * @param fanout how many peers the overlay is asked for
     * @param most   the most exchanges to start
     * @return how many were started
     */
    private int start(int fanout, int most) {
        int free = context.parameters().openExchangesMax() - strategy.moving();
        if (Math.min(fanout, free) < 1) {
            // The turn is not counted: in step with a schedule, the same links would otherwise be skipped for ever.
            return 0;
        }
        Turn turn = turns.next(view(), context.rounds(), Math.min(fanout, free));
        if (tokens.isEmpty()) {
            lastStart = Optional.of(context.now());
        }
        int started = 0;
        for (PeerId peer : overlay.choose(view(), turn, this::isEligible, context.random())) {
            if (started == most || !strategy.begin(peer)) {
                break;
            }
            started++;
            begun.accept(peer);
            roundsAtStart = context.rounds();
        }
        return started;
    }

    private boolean isEligible(PeerId peer) {
        return !context.keepsAway() && !context.conversations().isBuried(peer) && strategy.mayBegin(peer)
                && neighbourhood.isApproachable(peer, context.now());
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        turns.save(out, view());
        tokens.ifPresent(account -> account.save(out));
        out.putCount(wanted);
        out.putLong(lastStart.map(Duration::toNanos).orElse(-1L));
        lead.save(out);
        out.putLong(alarm.map(Duration::toNanos).orElse(-1L));
        out.putCount(roundsAtStart);
    }

    /** Restores what {@link #save} wrote; the view has to be restored before. */
    void restore(StateReader in) {
        turns.restore(in, view());
        tokens.ifPresent(account -> account.restore(in));
        wanted = in.getCount(Integer.MAX_VALUE);
        lastStart = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
        lead.restore(in);
        alarm = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
        roundsAtStart = in.getCount();
    }
}
