package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.grapevine.consensus.measure.ReplicaSketch;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.robust.Aggregator;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.conversation.Patiences;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.effect.PeerFacts;
import dev.grapevine.gossip.effect.Timer;
import dev.grapevine.gossip.joining.Joining;
import dev.grapevine.gossip.joining.JoiningContext;
import dev.grapevine.gossip.leaving.DeadWords;
import dev.grapevine.gossip.leaving.LaterLives;
import dev.grapevine.gossip.leaving.Outlived;
import dev.grapevine.gossip.lifecycle.Lifecycle;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.neighbourhood.Neighbourhood;
import dev.grapevine.gossip.pace.Allowance;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * The node as conversations, joining and strategies see it: passes each wish to the part of the node that it concerns,
 * and decides nothing.
 */
final class NodeContext implements JoiningContext, StrategyContext {

    /** How many times within a minute a peer is given the whole model, if it asks once for each block. */
    private static final int COPIES_OF_THE_MODEL = 4;
    /**
     * Further blocks within a minute, for a peer that asks again because answers get lost: about one window a second.
     */
    private static final int COPIES_MORE = 1024;
    /** Answers within a minute about the run that this node takes part in. */
    private static final int ANSWERS_MAX = 300;
    /** Sketches within a minute: each reads the whole replica, while the node does nothing else. */
    private static final int SKETCHES_MAX = 30;

    private final PeerId self;
    private final long incarnation;
    private final Lifecycle lifecycle;
    private final Neighbourhood neighbourhood;
    private final Outbox outbox;
    private final Conversations conversations;
    private final PeerFacts peerFacts = new PeerFacts();
    private final Allowance copies = new Allowance();
    private final Allowance answers = new Allowance();
    private final Allowance sketches = new Allowance();
    private final DeadWords deadWords = new DeadWords();
    private final LaterLives laterLives;
    /** Bytes kept by {@link Effect.Persist}, by name. */
    private final SortedMap<String, byte[]> kept;
    private final ProtocolParameters beforeTheRun;
    private RandomStream random;
    private Patiences patiences;
    private Run run;
    private GossipTurns turns;
    private Joining joining;
    private long merges;
    private long persists;
    private Duration now = Duration.ZERO;

    /**
     * @param beforeTheRun parameters until there is a plan
     * @param random       for the choice of peers
     */
    NodeContext(NodeLife life, Lifecycle lifecycle, Neighbourhood neighbourhood, Outbox outbox,
            ProtocolParameters beforeTheRun, RandomStream random) {
        this.self = life.self();
        this.incarnation = life.incarnation();
        this.laterLives = new LaterLives(incarnation);
        this.kept = new TreeMap<>(life.kept());
        this.lifecycle = lifecycle;
        this.neighbourhood = neighbourhood;
        this.outbox = outbox;
        this.beforeTheRun = beforeTheRun;
        this.random = random;
        this.conversations = new Conversations(self, incarnation, new Heir());
        this.patiences = new Patiences(beforeTheRun, Optional.empty());
    }

    /** Time has moved on. */
    void at(Duration newNow) {
        now = newNow;
    }

    /** The node has a run from now on. */
    void follow(Run newRun) {
        run = newRun;
        patiences = new Patiences(newRun.plan.parameters(), newRun.pacer);
        ProtocolParameters parameters = newRun.plan.parameters();
        // One exchange that this node began and one that the peer began.
        conversations.limit(parameters.unfinishedBlocksMax(), 2 * parameters.windowBlocks());
    }

    /** Sets the listener for the outcome of exchanges. */
    void tell(GossipTurns newTurns) {
        turns = newTurns;
    }

    /** Sets the part that finds out which run a peer takes part in. */
    void askBy(Joining newJoining) {
        joining = newJoining;
    }

    /** Books the unfinished mass of dead peers into the ledger. */
    private final class Heir implements Conversations.Heir {

        @Override
        public void inherits(PeerId peer, int blocks, long mass) {
            run.replica.writeOff(mass);
            outbox.report(new Fact.BlocksOrphaned(peer, blocks, mass));
        }

        @Override
        public void report(Fact fact) {
            NodeContext.this.report(fact);
        }

        @Override
        public boolean isLive(PeerId peer) {
            return neighbourhood.live().contains(peer);
        }

        @Override
        public void forgotten(PeerId peer) {
            neighbourhood.forgotten(peer);
            patiences.forget(peer);
            copies.forget(peer);
            answers.forget(peer);
            sketches.forget(peer);
            deadWords.forget(peer);
        }
    }

    @Override
    public PeerId self() {
        return self;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public Phase phase() {
        return lifecycle.phase();
    }

    @Override
    public void enter(Phase next) {
        lifecycle.enter(next);
    }

    @Override
    public ProtocolParameters parameters() {
        return run == null ? beforeTheRun : run.plan.parameters();
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public float[] initialParameters() {
        return run.plan.initialParameters();
    }

    @Override
    public long charterFingerprint() {
        return run.charterFingerprint;
    }

    @Override
    public Optional<Charter> charter() {
        return Optional.ofNullable(run).map(known -> known.plan.charter());
    }

    /** Peers are told numbers up to the largest allowed: this node may count on from another node's claim. */
    @Override
    public long rounds() {
        return run == null ? 0 : Math.min(run.rounds.finished(), FieldBytes.COUNT_MAX);
    }

    @Override
    public boolean keepsAway() {
        return run.rounds.keepsAway();
    }

    @Override
    public void skipTo(long rounds) {
        run.rounds.skipTo(rounds);
    }

    @Override
    public Replica replica() {
        return run.replica;
    }

    @Override
    public Patience patience(PeerId with) {
        return patiences.with(with);
    }

    private Optional<Pacer> pacer() {
        return run == null ? Optional.empty() : run.pacer;
    }

    @Override
    public boolean isPaced() {
        return pacer().isPresent();
    }

    @Override
    public boolean mayCopy(PeerId peer) {
        return isGiven(copies, peer, COPIES_MORE + COPIES_OF_THE_MODEL * (long) run.replica.blocks().count(),
                "too many requests of copies");
    }

    @Override
    public boolean mayAsk(PeerId peer) {
        return isGiven(answers, peer, ANSWERS_MAX, "too many questions");
    }

    @Override
    public boolean maySketch(PeerId peer) {
        return isGiven(sketches, peer, SKETCHES_MAX, "too many requests of sketches");
    }

    private boolean isGiven(Allowance allowance, PeerId peer, long most, String fault) {
        boolean given = allowance.take(peer, now, most);
        if (!given) {
            fault(peer, fault);
        }
        return given;
    }

    @Override
    public boolean isNeighbour(PeerId peer) {
        return !run.overlay.isFixed() || run.overlay.neighbours(neighbourhood.live().view(self)).contains(peer);
    }

    @Override
    public RandomStream random() {
        return random;
    }

    @Override
    public List<PeerId> livePeers() {
        return neighbourhood.live().all();
    }

    @Override
    public Optional<PeerId> anyPeer() {
        return neighbourhood.live().choose(random, peer -> !neighbourhood.isIncompatible(peer));
    }

    @Override
    public List<PeerId> somePeers(int count, Predicate<PeerId> eligible) {
        return neighbourhood.live().choose(count, random,
                peer -> !neighbourhood.isIncompatible(peer) && eligible.test(peer));
    }

    @Override
    public long drawSeed() {
        // Nobody else knows the time to the nanosecond, though peers may know what follows from the run's seed.
        return new RandomStream(random.nextLong() ^ now.toNanos()).nextLong();
    }

    @Override
    public ReplicaSketch initialSketch(long seed) {
        return run.rounds.initialSketch(run.replica.blocks(), seed);
    }

    @Override
    public boolean isLive(PeerId peer) {
        return neighbourhood.live().contains(peer);
    }

    @Override
    public void send(PeerId to, Message message) {
        outbox.send(to, conversations.incarnationOf(to), message);
    }

    @Override
    public void setTimer(ConversationKey key, int what, Duration delay) {
        outbox.setTimer(new Timer.OfConversation(key, what), delay);
    }

    @Override
    public void report(Fact fact) {
        tellIfFew(fact);
    }

    /**
     * Reports a fact unless too many of its kind were reported.
     *
     * @return whether it was reported, and not only counted
     */
    private boolean tellIfFew(Fact fact) {
        Optional<Fact> told = peerFacts.admit(fact, now);
        told.ifPresent(outbox::report);
        return told.isPresent();
    }

    @Override
    public void wish(Effect effect) {
        outbox.add(effect);
    }

    @Override
    public void halt(Effect.Cause cause, String sentence) {
        lifecycle.enter(Phase.STOPPED);
        outbox.add(new Effect.Halt(cause, sentence));
    }

    @Override
    public void silent(PeerId peer) {
        neighbourhood.silent(peer, now);
    }

    @Override
    public void fault(PeerId peer, String what) {
        neighbourhood.fault(peer, now).ifPresent(forgotten -> reached(Limit.REMEMBERED_FAULTS, forgotten));
        report(new Fact.PeerFaulted(peer, what));
    }

    /** The answer will show in which term the two runs differ. */
    @Override
    public void incompatible(PeerId peer) {
        neighbourhood.incompatible(peer);
        if (isLive(peer) && neighbourhood.mayAskWhy(peer, now, parameters().enrolmentPatience())) {
            joining.askWhy(peer);
        }
    }

    @Override
    public void takesPartElsewhere(PeerId peer, String sentence) {
        neighbourhood.incompatible(peer);
        if (!neighbourhood.isToldOf(peer) && tellIfFew(new Fact.PeerRefused(peer, sentence))) {
            neighbourhood.toldOf(peer);
        }
    }

    /** A peer sent a message as an incarnation that is over. It cannot read an answer meant for a later one. */
    void spokeDead(PeerId peer) {
        if (!deadWords.heardFrom(peer, now)) {
            return;
        }
        long latest = conversations.incarnationOf(peer);
        outbox.sendAtOnce(peer, Incarnations.UNKNOWN,
                new Outlived(conversations.isBuried(peer) ? Math.min(latest + 1, FieldBytes.INCARNATION_MAX) : latest));
        if (deadWords.lasts(peer)) {
            report(new Fact.PeerRefused(peer,
                    peer + " is not heard: it speaks as a life of it that is over. Its folder is"
                            + " older than what is remembered of it, or two nodes carry one name"));
        }
    }

    /** A peer reports that this node uses an incarnation that is over. */
    void outlived(PeerId from, Outlived said) {
        if (!laterLives.isCredible(said.first())) {
            fault(from, "it has heard of a life " + said.first() + " of this node, which is in " + incarnation);
        } else if (isLive(from) && phase() != Phase.LEAVING) {
            laterLives.claimed(from, said.first(), this::isLive, neighbourhood.live().count(), now)
                    .ifPresent(latest -> outbox.add(new Effect.Outlived(latest)));
        }
    }

    /** Checks after a delay whether training may go on. */
    void goOnIn(Duration delay) {
        outbox.setTimer(new Timer.GoOn(), delay);
    }

    @Override
    public boolean isSilent(PeerId peer) {
        return neighbourhood.isSilent(peer);
    }

    @Override
    public void exchangeProgressed(PeerId peer) {
        neighbourhood.exchangeProgressed(peer);
    }

    @Override
    public void exchangeEnded() {
        turns.exchangeEnded();
    }

    @Override
    public void exchangeFailed() {
        turns.exchangeFailed();
    }

    @Override
    public void peerExchangeEnded(boolean useful) {
        turns.peerExchangeEnded(useful);
    }

    @Override
    public long startMerge(Aggregator aggregator, List<int[]> others) {
        merges++;
        outbox.add(new Effect.StartMerge(merges, aggregator, run.replica.published().units().clone(), others));
        return merges;
    }

    @Override
    public long persist(String name, byte[] bytes) {
        persists++;
        kept.put(name, bytes);
        outbox.add(new Effect.Persist(persists, name, bytes));
        return persists;
    }

    @Override
    public byte[] kept(String name) {
        return kept.getOrDefault(name, new byte[0]);
    }

    /** Writes what {@link #restore} reads. */
    void save(StateWriter out) {
        out.putLong(random.state());
        out.putCount(merges);
        out.putCount(persists);
        patiences.save(out);
        peerFacts.save(out);
        copies.save(out);
        answers.save(out);
        sketches.save(out);
        deadWords.save(out);
        laterLives.save(out);
        out.putCount(kept.size());
        kept.forEach((name, bytes) -> {
            out.putText(name);
            out.putBytes(bytes);
        });
    }

    /** Restores the state of the same incarnation. */
    void restore(StateReader in) {
        random = RandomStream.restore(random.seed(), in.getLong());
        merges = in.getCount();
        persists = in.getCount();
        patiences.restore(in);
        peerFacts.restore(in);
        copies.restore(in);
        answers.restore(in);
        sketches.restore(in);
        deadWords.restore(in);
        laterLives.restore(in);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            kept.put(in.getText(), in.getBytes());
        }
    }
}
