package dev.grapevine.gossip.conversation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.ConversationMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.peers.Incarnations.News;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.peers.PeerTable;
import dev.grapevine.gossip.peers.Places;

/**
 * All open conversations of a node, by key. Only this class knows which incarnation of each peer is current; it routes
 * messages and timers; it reserves room for blocks that may be left unfinished; and it closes conversations that are
 * over.
 *
 * <p>Forgetting the messages of an incarnation and ceasing to accept them are one operation, {@link #bury}: otherwise
 * its late duplicates would count as new. Not for several threads at once.
 */
public final class Conversations {

    /** Takes over the unfinished work that a dead peer leaves behind. */
    public interface Heir {

        /**
         * Conversations with a peer were closed while blocks were unfinished.
         *
         * @param mass what this side's replica has gained by them and the peer may not have lost
         */
        void inherits(PeerId peer, int blocks, long mass);

        void report(Fact fact);

        /** Whether membership considers a peer alive. */
        boolean isLive(PeerId peer);

        /** A peer is forgotten: every other record of it should be dropped, too. */
        void forgotten(PeerId peer);
    }

    /** The most peers that are remembered, besides the buried ones. */
    public static final int PLACES_MAX = 4096;
    /**
     * The most buried peers for which the incarnation is remembered, since they have begun something that must not be
     * done twice.
     */
    public static final int BURIED_MAX = 16_384;

    private final PeerId self;
    private final long incarnation;
    private final Heir heir;
    private final Incarnations incarnations = new Incarnations();
    private final Places places;
    private final int buriedMax;
    /** Peers in whose conversations something was done, in any of their incarnations. */
    private final PeerTable<Boolean> doers = new PeerTable<>();
    private final SortedMap<Integer, Speaker> speakers = new TreeMap<>();
    private final ConversationIndex index;
    private final Numbering numbering = new Numbering();
    private int blocksMax = Integer.MAX_VALUE;
    private int blocksOfPeerMax = Integer.MAX_VALUE;
    private boolean full;

    public Conversations(PeerId self, long incarnation, Heir heir) {
        this(self, incarnation, heir, PLACES_MAX, BURIED_MAX);
    }

    Conversations(PeerId self, long incarnation, Heir heir, int placesMax, int buriedMax) {
        this.places = new Places(placesMax);
        this.buriedMax = buriedMax;
        this.self = self;
        this.incarnation = incarnation;
        this.heir = heir;
        this.index = new ConversationIndex(self);
    }

    /** Sets the most blocks that may be unfinished at once, in all and with one peer. */
    public void limit(int blocks, int blocksOfPeer) {
        blocksMax = blocks;
        blocksOfPeerMax = blocksOfPeer;
    }

    /** Adds the speaker of one more room. */
    public void add(Speaker speaker) {
        if (speakers.put(speaker.room().kind(), speaker) != null) {
            throw new IllegalStateException("Two ways of talking have the number " + speaker.room().kind());
        }
    }

    /** The speaker of a room's number; empty if the node does not practise it, or not yet. */
    public Optional<Speaker> speaker(int kind) {
        return Optional.ofNullable(speakers.get(kind));
    }

    /** All speakers, by number. */
    public Collection<Speaker> speakers() {
        return Collections.unmodifiableCollection(speakers.values());
    }

    // Lives

    /**
     * Notes an incarnation of a peer; unfinished work of an earlier one ends.
     *
     * @return whether its messages are accepted: not if it is dead, nor if the peer is new and all remembered peers
     *     have to stay
     */
    public boolean hears(PeerId peer, long peerIncarnation) {
        if (!places.has(peer) && !incarnations.isDead(peer, peerIncarnation)) {
            if (!places.isFree() && !makePlace()) {
                heir.report(new Fact.PeerRefused(peer, peer + " is not heard: too many peers are there or have been"));
                return false;
            }
            places.heardFrom(peer);
        }
        boolean wasBuried = incarnations.isBuried(peer);
        News news = incarnations.observe(peer, peerIncarnation);
        if (news == News.REBORN) {
            forget(peer);
        }
        if (news != News.DEAD) {
            places.heardFrom(peer);
            if (wasBuried) {
                doers.put(peer, true);
            }
        }
        return news != News.DEAD;
    }

    /** The known incarnation of a peer is dead: its messages are no longer accepted, and its unfinished work ends. */
    public void bury(PeerId peer) {
        boolean remembered = incarnations.isBuried(peer) || heir.isLive(peer) || hasDone(peer);
        if (remembered) {
            incarnations.bury(peer);
        } else {
            // Nothing in its earlier messages could be done a second time.
            incarnations.forget(peer);
        }
        forget(peer);
        doers.remove(peer);
        leavePlace(peer);
    }

    /** Forgets the peer that has been silent longest, to make room for another. */
    private boolean makePlace() {
        Optional<PeerId> goes = places.longestSilent(this::mayGo);
        goes.ifPresent(this::bury);
        return goes.isPresent();
    }

    private boolean mayGo(PeerId peer) {
        boolean[] talks = {heir.isLive(peer) || incarnations.isBuried(peer)};
        index.forEachWith(peer, conversation -> talks[0] |= index.isOwn(conversation)
                || conversation.unfinishedBlocks() + conversation.reservedBlocks() > 0);
        return !talks[0] && (incarnations.buried() < buriedMax || !hasDone(peer));
    }

    /**
     * Whether something was done in conversations that a peer began: late duplicates of its messages must not do it
     * again.
     */
    private boolean hasDone(PeerId peer) {
        index.forEachWith(peer, this::noteDeeds);
        return doers.get(peer) != null;
    }

    private void noteDeeds(Conversation conversation) {
        if (!index.isOwn(conversation) && conversation.hasDone()) {
            doers.put(conversation.peer(), true);
        }
    }

    /**
     * Gives up the place of a peer; if too many peers are buried already, this one keeps its place and is buried there.
     */
    private void leavePlace(PeerId peer) {
        if (!incarnations.isBuried(peer) || incarnations.buried() <= buriedMax) {
            places.leave(peer);
        }
        heir.forgotten(peer);
    }

    private void forget(PeerId peer) {
        List<Conversation> ended = new ArrayList<>();
        index.forEachWith(peer, ended::add);
        int blocks = 0;
        long mass = 0;
        for (Conversation conversation : ended) {
            blocks += conversation.unfinishedBlocks();
            mass += conversation.unansweredMass();
            noteDeeds(conversation);
            index.remove(conversation);
        }
        numbering.forget(peer);
        if (blocks > 0) {
            heir.inherits(peer, blocks, mass);
        }
        speakers.values().forEach(speaker -> speaker.buried(peer));
    }

    /** The latest known incarnation of a peer, or {@link Incarnations#UNKNOWN}. */
    public long incarnationOf(PeerId peer) {
        return incarnations.of(peer);
    }

    /** Whether a peer is known to have left for good. */
    public boolean isBuried(PeerId peer) {
        return incarnations.isBuried(peer);
    }

    /** Whether an incarnation of a peer is over, so that its messages are not accepted. */
    public boolean isDead(PeerId peer, long peerIncarnation) {
        return incarnations.isDead(peer, peerIncarnation);
    }

    // Beginning and ending

    /** The key of the next conversation that this node begins. */
    public ConversationKey nextKey(int kind) {
        return new ConversationKey(kind, self, incarnation, numbering.next(kind));
    }

    /** The key of the only conversation of a kind that this node has at a time. */
    public ConversationKey onlyKey(int kind) {
        return new ConversationKey(kind, self, incarnation, 0);
    }

    /** The number of conversations of a kind that this node has begun. */
    public long begun(int kind) {
        return numbering.begun(kind);
    }

    /** The key of a conversation that a peer begins. */
    public ConversationKey keyOf(int kind, PeerId initiator, long sequence) {
        return new ConversationKey(kind, initiator, incarnations.of(initiator), sequence);
    }

    /**
     * Whether there is room for a conversation with a peer that may leave this many blocks unfinished. The first
     * refusal is reported.
     */
    public boolean hasRoom(PeerId peer, int blocks) {
        int reserved = index.sum(Conversation::reservedBlocks);
        boolean fits = reserved + blocks <= blocksMax;
        if (!fits && !full) {
            heir.report(new Fact.TableFull(reserved));
        }
        full = !fits;
        int[] ofPeer = {blocks};
        index.forEachWith(peer, conversation -> ofPeer[0] += conversation.reservedBlocks());
        return fits && ofPeer[0] <= blocksOfPeerMax;
    }

    /** Opens a conversation. There has to be room for it. */
    public void open(Conversation conversation) {
        index.add(conversation);
    }

    /** Closes a conversation: further messages of it, or of earlier ones of the same initiator, no longer matter. */
    public void close(Conversation conversation) {
        index.remove(conversation);
        if (!index.isOwn(conversation)) {
            noteDeeds(conversation);
            numbering.end(conversation.key());
        }
    }

    private void closeIfOver(Conversation conversation) {
        if (conversation.isOver() && index.get(conversation.key()) != null) {
            close(conversation);
        }
    }

    // Looking

    /** The conversation of that type with a peer, if there is one; the latest if there are several. */
    public <C extends Conversation> Optional<C> with(PeerId peer, Class<C> type) {
        for (int i = index.size() - 1; i >= 0; i--) {
            Conversation conversation = index.get(i);
            if (conversation.peer().equals(peer) && type.isInstance(conversation)) {
                return Optional.of(type.cast(conversation));
            }
        }
        return Optional.empty();
    }

    /** All conversations of a type, in the order in which they were opened. */
    public <C extends Conversation> List<C> all(Class<C> type) {
        List<C> found = new ArrayList<>();
        for (int i = 0; i < index.size(); i++) {
            if (type.isInstance(index.get(i))) {
                found.add(type.cast(index.get(i)));
            }
        }
        return found;
    }

    /** Applies an action to all conversations of a type. */
    public <C extends Conversation> void forEach(Class<C> type, Consumer<C> action) {
        for (C conversation : all(type)) {
            action.accept(conversation);
            closeIfOver(conversation);
        }
    }

    /** The number of conversations of a type that meet a condition. */
    public <C extends Conversation> int count(Class<C> type, Predicate<C> condition) {
        int count = 0;
        for (int i = 0; i < index.size(); i++) {
            Conversation conversation = index.get(i);
            count += type.isInstance(conversation) && condition.test(type.cast(conversation)) ? 1 : 0;
        }
        return count;
    }

    /** Unfinished blocks of all conversations. */
    public int unfinishedBlocks() {
        return index.sum(Conversation::unfinishedBlocks);
    }

    /** Unfinished blocks by peer, without peers that have none. */
    public SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        SortedMap<PeerId, Integer> blocks = new TreeMap<>();
        for (int i = 0; i < index.size(); i++) {
            blocks.merge(index.get(i).peer(), index.get(i).unfinishedBlocks(), Integer::sum);
        }
        blocks.values().removeIf(count -> count == 0);
        return blocks;
    }

    // Routing

    /** Routes a message of a peer's current incarnation to its conversation, or else to the speaker of the room. */
    public void onMessage(PeerId from, int kind, Message message) {
        if (message instanceof ConversationMessage said) {
            Conversation conversation = index.find(from, kind, said);
            if (conversation != null) {
                conversation.onMessage(from, message);
                closeIfOver(conversation);
                return;
            }
            if (said.isFromInitiator() && numbering.isOver(kind, from, said.sequence())) {
                return;
            }
        }
        Speaker speaker = speakers.get(kind);
        if (speaker != null) {
            speaker.onMessage(from, message);
        }
    }

    /** A conversation's timer fired; the conversation may be closed by now. */
    public void onTimer(ConversationKey key, int what) {
        Conversation conversation = index.get(key);
        if (conversation != null) {
            conversation.onTimer(what);
            closeIfOver(conversation);
        }
    }

    // Saving

    /** Writes what {@link #restore} reads. */
    public void save(StateWriter out) {
        incarnations.save(out);
        places.save(out);
        out.putCount(doers.size());
        doers.forEach((peer, unused) -> out.putText(peer.text()));
        numbering.save(out);
        out.putBoolean(full);
        out.putCount(index.size());
        for (int i = 0; i < index.size(); i++) {
            Conversation conversation = index.get(i);
            ConversationKey key = conversation.key();
            out.putCount(key.kind());
            out.putText(key.initiator().text());
            out.putCount(key.incarnation());
            out.putCount(key.sequence());
            out.putText(conversation.peer().text());
            conversation.save(out);
        }
    }

    /** Restores the conversations of the same incarnation, after the speakers have been added. */
    public void restore(StateReader in) {
        incarnations.restore(in);
        places.restore(in);
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            doers.put(new PeerId(in.getText()), true);
        }
        numbering.restore(in);
        full = in.getBoolean();
        for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
            int kind = in.getCount(Integer.MAX_VALUE);
            ConversationKey key = new ConversationKey(kind, new PeerId(in.getText()), in.getCount(), in.getCount());
            PeerId peer = new PeerId(in.getText());
            Speaker speaker = speaker(kind).orElseThrow(
                    () -> new IllegalArgumentException("it has conversations of kind " + kind
                            + ", which is unknown to this version of Grapevine"));
            open(speaker.restore(key, peer, in));
        }
    }
}
