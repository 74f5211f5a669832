package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerChoice;
import dev.grapevine.gossip.peers.PeerChoice.Turn;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.TurnCounter;
import dev.grapevine.gossip.peers.View;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;

/** With whom a node begins something, and when: after each round, or when tokens are spent. */
final class GossipTurns {

    private final Strategy strategy;
    private final PeerChoice overlay;
    private final Neighbourhood neighbourhood;
    private final StrategyContext context;
    private final TurnCounter turns = new TurnCounter();
    /** Empty if exchanges are started after each round. */
    private final Optional<TokenAccount> tokens;
    /** Exchanges to start at the end of this step, paid with tokens. */
    private int wanted;
    private Optional<Duration> lastStart = Optional.empty();

    GossipTurns(Strategy strategy, PeerChoice overlay, Neighbourhood neighbourhood, StrategyContext context) {
        this.strategy = strategy;
        this.overlay = overlay;
        this.neighbourhood = neighbourhood;
        this.context = context;
        this.tokens = context.parameters().flow().tokens().map(TokenAccount::new);
    }

    private View view() {
        return strategy.needsAnswers()
                ? neighbourhood.live().view(context.self())
                : neighbourhood.live().everSeen(context.self());
    }

    /** After a round: as many exchanges as the parameters allow, or as a token account does. */
    void roundFinished() {
        ProtocolParameters parameters = context.parameters();
        boolean early = lastStart.isPresent()
                && context.now().minus(lastStart.get()).compareTo(parameters.interval()) < 0;
        if (early) {
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

    /** A conversation that a peer began is over. */
    void learned(boolean useful) {
        tokens.ifPresent(account -> wanted += account.react(useful, context.random()));
    }

    /** Starts what tokens were spent on; those for what cannot be started come back. */
    void startWanted() {
        int most = wanted;
        if (most > 0) {
            wanted = 0;
            int started = context.phase() == Phase.RUNNING ? start(most, most) : 0;
            tokens.orElseThrow().giveBack(most - started);
        }
    }

    /**
     * Exchanges with peers that the overlay chooses.
     *
     * @param fanout how many it is asked for
     * @param most   how many are started of those that it chooses
     * @return how many were started
     */
    private int start(int fanout, int most) {
        int free = context.parameters().openExchangesMax() - strategy.moving();
        if (Math.min(fanout, free) < 1) {
            // The turn does not pass: in step with a schedule, the same links would be left out for ever.
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
    }

    /** Goes on where others stood; the view has to be the same already. */
    void restore(StateReader in) {
        turns.restore(in, view());
        tokens.ifPresent(account -> account.restore(in));
        wanted = in.getCount(Integer.MAX_VALUE);
        lastStart = Optional.of(in.getLong()).filter(nanos -> nanos >= 0).map(Duration::ofNanos);
    }
}
