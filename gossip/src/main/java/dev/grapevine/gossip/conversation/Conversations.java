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
 * All conversations of a node, by their keys. It alone knows which life of each peer counts; it routes what is said and the
 * timers that were asked for; it reserves room for blocks that may be left unfinished; and it closes what is over.
 *
 * <p>To forget what an incarnation said and to cease to hear it are one operation, {@link #bury}: or its words, doubled and
 * late, would be news again. Not for several threads at once.
 */
public final class Conversations {

    /** What a node does about what a dead peer leaves behind. */
    public interface Heir {

        /**
         * Conversations with a peer end that had blocks unfinished.
         *
         * @param mass what this side's replica has gained by them and the peer may not have lost
         */
        void inherits(PeerId peer, int blocks, long mass);

        void report(Fact fact);

        /** Whether membership holds a peer for alive. */
        boolean isLive(PeerId peer);

        /** A peer is remembered no longer: nor should anything of it be, by anybody. */
        void forgotten(PeerId peer);
    }

    /** So many peers are remembered, besides those whose life is over. */
    public static final int PLACES_MAX = 4096;
    /** Of so many it is remembered in which life they have begun something that must not be done twice. */
    public static final int BURIED_MAX = 16_384;

    private final PeerId self;
    private final long incarnation;
    private final Heir heir;
    private final Incarnations incarnations = new Incarnations();
    private final Places places;
    private final int buriedMax;
    /** Those in whose conversations something was done, in whatever life. */
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

    /** How many blocks may be unfinished at once, in all and with one peer. */
    public void limit(int blocks, int blocksOfPeer) {
        blocksMax = blocks;
        blocksOfPeerMax = blocksOfPeer;
    }

    /** One more way of talking. */
    public void add(Speaker speaker) {
        if (speakers.put(speaker.room().kind(), speaker) != null) {
            throw new IllegalStateException("Two ways of talking have the number " + speaker.room().kind());
        }
    }

    /** The way of talking of that number; empty if the node does not practise it, or not yet. */
    public Optional<Speaker> speaker(int kind) {
        return Optional.ofNullable(speakers.get(kind));
    }

    /** All of them, by number. */
    public Collection<Speaker> speakers() {
        return Collections.unmodifiableCollection(speakers.values());
    }

    // Lives

    /**
     * Notes an incarnation of a peer; whatever an earlier one left unfinished ends. Says whether it may be heard: not the dead,
     * nor whoever is new where all that are remembered have to be.
     */
    public boolean hears(PeerId peer, long peerIncarnation) {
        if (!places.has(peer) && !incarnations.isDead(peer, peerIncarnation)) {
            if (!places.isFree() && !makePlace()) {
                heir.report(new Fact.PeerRefused(peer, peer + " is not heard: too many peers are there or have been"));
                return false;
            }
            places.heard(peer);
        }
        boolean wasBuried = incarnations.isBuried(peer);
        News news = incarnations.heard(peer, peerIncarnation);
        if (news == News.REBORN) {
            forget(peer);
        }
        if (news != News.DEAD) {
            places.heard(peer);
            if (wasBuried) {
                doers.put(peer, true);
            }
        }
        return news != News.DEAD;
    }

    /** The incarnation of a peer that is known is dead: nothing more is heard of it, and what it left unfinished ends. */
    public void bury(PeerId peer) {
        boolean remembered = incarnations.isBuried(peer) || heir.isLive(peer) || hasDone(peer);
        if (remembered) {
            incarnations.bury(peer);
        } else {
            // Nothing that it said before could be done a second time.
            incarnations.forget(peer);
        }
        forget(peer);
        doers.remove(peer);
        leavePlace(peer);
    }

    /** The one that was silent for longest makes room for another. */
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

    /** Whether something was done in conversations that a peer began: their words may come again, and it must not be. */
    private boolean hasDone(PeerId peer) {
        index.forEachWith(peer, this::noteDeeds);
        return doers.get(peer) != null;
    }

    private void noteDeeds(Conversation conversation) {
        if (!index.isOwn(conversation) && conversation.hasDone()) {
            doers.put(conversation.peer(), true);
        }
    }

    /** Where too many are buried already it keeps its place, and is buried in that. */
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

    /** The latest incarnation of a peer that was heard of, or {@link Incarnations#UNKNOWN}. */
    public long incarnationOf(PeerId peer) {
        return incarnations.of(peer);
    }

    /** Whether a peer has left for good, as far as is known. */
    public boolean isBuried(PeerId peer) {
        return incarnations.isBuried(peer);
    }

    /** Whether what a life of a peer says is not heard since that is over. */
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

    /** How many conversations of a kind this node has begun. */
    public long begun(int kind) {
        return numbering.begun(kind);
    }

    /** The key of a conversation that a peer begins. */
    public ConversationKey keyOf(int kind, PeerId initiator, long sequence) {
        return new ConversationKey(kind, initiator, incarnations.of(initiator), sequence);
    }

    /**
     * Whether there is room for a conversation with a peer that may leave so many blocks unfinished. The first time that
     * there is none is reported.
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

    /** A conversation begins. There has to be room for it. */
    public void open(Conversation conversation) {
        index.add(conversation);
    }

    /** A conversation is over: nothing that is said in it matters any more, nor in earlier ones of the same initiator. */
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

    /** The conversation of that type with a peer, if there is one; where there are several, the latest. */
    public <C extends Conversation> Optional<C> with(PeerId peer, Class<C> type) {
        for (int i = index.size() - 1; i >= 0; i--) {
            Conversation conversation = index.get(i);
            if (conversation.peer().equals(peer) && type.isInstance(conversation)) {
                return Optional.of(type.cast(conversation));
            }
        }
        return Optional.empty();
    }

    /** All of a type, in the order in which they were opened. */
    public <C extends Conversation> List<C> all(Class<C> type) {
        List<C> found = new ArrayList<>();
        for (int i = 0; i < index.size(); i++) {
            if (type.isInstance(index.get(i))) {
                found.add(type.cast(index.get(i)));
            }
        }
        return found;
    }

    /** Lets something be done to all of a type. */
    public <C extends Conversation> void forEach(Class<C> type, Consumer<C> action) {
        for (C conversation : all(type)) {
            action.accept(conversation);
            closeIfOver(conversation);
        }
    }

    /** How many of a type there are for which something holds. */
    public <C extends Conversation> int count(Class<C> type, Predicate<C> condition) {
        int count = 0;
        for (int i = 0; i < index.size(); i++) {
            Conversation conversation = index.get(i);
            count += type.isInstance(conversation) && condition.test(type.cast(conversation)) ? 1 : 0;
        }
        return count;
    }

    /** Blocks half done. */
    public int unfinishedBlocks() {
        return index.sum(Conversation::unfinishedBlocks);
    }

    /** The same by peer, without those that have none. */
    public SortedMap<PeerId, Integer> unfinishedBlocksByPeer() {
        SortedMap<PeerId, Integer> blocks = new TreeMap<>();
        for (int i = 0; i < index.size(); i++) {
            blocks.merge(index.get(i).peer(), index.get(i).unfinishedBlocks(), Integer::sum);
        }
        blocks.values().removeIf(count -> count == 0);
        return blocks;
    }

    // Routing

    /** A message came from the life of a peer that counts: to its conversation, or to whoever talks in this way. */
    public void hear(PeerId from, int kind, Message message) {
        if (message instanceof ConversationMessage said) {
            Conversation conversation = index.find(from, kind, said);
            if (conversation != null) {
                conversation.hear(from, message);
                closeIfOver(conversation);
                return;
            }
            if (said.isFromInitiator() && numbering.isOver(kind, from, said.sequence())) {
                return;
            }
        }
        Speaker speaker = speakers.get(kind);
        if (speaker != null) {
            speaker.hear(from, message);
        }
    }

    /** A timer that a conversation asked for is over; there may be no such conversation any more. */
    public void fired(ConversationKey key, int what) {
        Conversation conversation = index.get(key);
        if (conversation != null) {
            conversation.fired(what);
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

    /** Takes over the conversations of the same incarnation, whose ways of talking have been added. */
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
