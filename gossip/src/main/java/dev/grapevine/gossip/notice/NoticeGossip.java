package dev.grapevine.gossip.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.ConversationContext;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.conversation.Speaker;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * What a run knows of itself without a coordinator: a node tells each peer with which it begins an exchange how good its
 * model is, once for each time that it has measured, and remembers the newest word of each peer. Not for several threads
 * at once.
 */
public final class NoticeGossip implements Speaker {

    private final NoticesRoom room = new NoticesRoom();
    private final KnownNotices known = new KnownNotices();
    private final long charterFingerprint;
    private final ConversationContext context;
    /** The node's own newest one. */
    private Optional<Notice> own = Optional.empty();
    /** The number of times that the node has measured. */
    private long measured;

    /** @param charterFingerprint of the run: notices of others are ignored */
    public NoticeGossip(long charterFingerprint, ConversationContext context) {
        this.charterFingerprint = charterFingerprint;
        this.context = context;
    }

    @Override
    public Room room() {
        return room;
    }

    /**
     * The node has measured its model. What no peer would believe, such as a loss that is not finite, is told to nobody.
     *
     * @param rounds in its replica
     */
    public void measured(long rounds, int rows, double loss, double accuracy) {
        own = Optional.of(new Notice(charterFingerprint, Math.min(rounds, FieldBytes.COUNT_MAX), rows, (float) loss,
                (float) accuracy)).filter(Notice::isPlausible);
        measured++;
    }

    /** An exchange with a peer begins: tells it what is new. */
    public void tell(PeerId peer) {
        own.filter(_ -> known.told(peer) < measured).ifPresent(notice -> {
            known.tells(peer, measured);
            context.send(peer, notice);
        });
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        Notice notice = (Notice) message;
        if (!notice.isPlausible()) {
            context.fault(from, "a notice that nobody can have measured");
        } else if (notice.charterFingerprint() == charterFingerprint) {
            known.heard(from, notice);
        }
    }

    /** The newest notices of the live peers, and of the node itself. */
    public List<Notice> newest() {
        List<Notice> all = new ArrayList<>(known.of(context::isLive));
        own.ifPresent(all::add);
        return all;
    }

    /** The peer's next life begins with another model. */
    @Override
    public void buried(PeerId peer) {
        known.forget(peer);
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        throw new IllegalArgumentException("notices are told without a conversation");
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(measured);
        out.putBoolean(own.isPresent());
        own.ifPresent(notice -> KnownNotices.write(notice, out));
        known.save(out);
    }

    @Override
    public void restore(StateReader in) {
        measured = in.getLong();
        own = in.getBoolean() ? Optional.of(KnownNotices.read(in)) : Optional.empty();
        known.restore(in);
    }
}
