package dev.grapevine.node.membership;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.Admission;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.NewsMessages;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SelfDescription;

/**
 * Spreads who takes part in the run, and who does not any more, over the connections between nodes: news go on to all
 * others at once, and two nodes that meet compare what they know (anti-entropy after Demers et al., 1987). Membership
 * cannot do it, since its tunnels have to stand before it begins. For one event loop.
 */
public final class MemberNews {

    /** The node as the news need it. */
    public interface Host {

        /** Tells a peer if it can. */
        void tell(PeerId to, byte[] news);

        /** The peers that can be told something. */
        List<PeerId> connected();

        /** A member is new, or somewhere else, or begins a new life. */
        void learned(MemberEntry member);

        /** Somebody was revoked: connections of those who are not let in any more have to end. */
        void revoked(List<PeerId> gone);

        /** This node's own words of a later life than the present one, signed by its key, have come from elsewhere. */
        void ownLater(SelfDescription later);

        /** An inviter wants the run to be founded with the nodes that are there. */
        void foundNow();

        /** A file could not be written. */
        void diskFails(String file, IOException failure);
    }

    private final RunAccess access;
    private final AddressBook book;
    private final Host host;
    private final Consumer<String> notice;
    /** Null until this node knows where it can be reached. */
    private MemberEntry own;

    /** @param notice receives sentences for users */
    public MemberNews(RunAccess access, Host host, Consumer<String> notice) {
        this.access = access;
        this.book = new AddressBook(access.device().peer());
        this.host = host;
        this.notice = notice;
    }

    /** This node in its own words, new or changed: everybody hears of it. */
    public void describe(MemberEntry entry) {
        own = entry;
        tellAll(new NewsMessages.Member(entry.encode()), Optional.empty());
    }

    /** This node's newest words. */
    public Optional<MemberEntry> own() {
        return Optional.ofNullable(own);
    }

    /** The members that are known, without this node. */
    public Collection<MemberEntry> members() {
        return book.all();
    }

    public Optional<MemberEntry> of(PeerId peer) {
        return book.of(peer);
    }

    /** A connection to a peer is open, or it is time to compare again. */
    public void compareWith(PeerId peer) {
        if (own != null) {
            host.tell(peer, new NewsMessages.Member(own.encode()).encode());
        }
        List<Long> known = new ArrayList<>(book.all().stream().map(MemberEntry::id).toList());
        host.tell(peer, new NewsMessages.Known(access.knownRevocations(), known).encode());
    }

    /** A peer said something. Malformed words have no effect: the sender has proved who it is, and loses nothing by them. */
    public void received(PeerId from, byte[] bytes) {
        try {
            switch (NewsMessages.read(bytes)) {
                case NewsMessages.Member member -> learn(from, member.entry());
                case NewsMessages.Revoked revoked -> revoke(from, revoked.batch());
                case NewsMessages.Known known -> tellMissing(from, known);
                case NewsMessages.FoundNow _ -> foundNow(from);
                case NewsMessages.NewCertificates renewed -> access.replace(renewed.chain());
            }
        } catch (IllegalArgumentException e) {
            // Words of a newer version, or of a liar.
        } catch (IOException e) {
            host.diskFails("security", e);
        }
    }

    private void learn(PeerId from, byte[] bytes) {
        MemberEntry.read(bytes).ifPresent(entry -> {
            compareLives(from, entry);
            learn(entry, Optional.of(from));
        });
    }

    /** Two devices have one key after one was restored: the one with the earlier life has to hear of the other. */
    private void compareLives(PeerId from, MemberEntry entry) {
        SelfDescription told = entry.description();
        if (own != null && told.peer().equals(own.description().peer())) {
            if (told.incarnation() > own.description().incarnation()) {
                host.ownLater(told);
            }
        } else if (told.peer().equals(from)) {
            book.of(from).filter(known -> known.description().incarnation() > told.incarnation())
                    .ifPresent(later -> host.tell(from, new NewsMessages.Member(later.encode()).encode()));
        }
    }

    private void foundNow(PeerId from) {
        boolean isInviter = book.of(from).map(entry -> access.judge(entry.chain().certificates()))
                .filter(decision -> decision instanceof Admission.Admitted admitted
                        && admitted.role() == Admission.Role.INVITER)
                .isPresent();
        if (isInviter) {
            host.foundNow();
        }
    }

    /** Tells all others to found the run now. */
    public void tellToFound() {
        tellAll(new NewsMessages.FoundNow(), Optional.empty());
    }

    /** Takes what a tunnel's other end has said of itself. */
    public void met(MemberEntry entry) {
        learn(entry, Optional.empty());
    }

    private void learn(MemberEntry entry, Optional<PeerId> from) {
        if (access.judge(entry.chain().certificates()) instanceof Admission.Admitted
                && book.learn(entry, access.now())) {
            host.learned(entry);
            tellAll(new NewsMessages.Member(entry.encode()), from);
        }
    }

    private void tellMissing(PeerId to, NewsMessages.Known known) {
        byte[] revocations = access.missingRevocations(known.revocations());
        if (revocations.length > Short.BYTES) {
            host.tell(to, new NewsMessages.Revoked(revocations).encode());
        }
        Set<Long> theirs = known.members();
        book.all().stream().filter(entry -> !theirs.contains(entry.id()) && !entry.description().peer().equals(to))
                .forEach(entry -> host.tell(to, new NewsMessages.Member(entry.encode()).encode()));
    }

    private void revoke(PeerId from, byte[] batch) throws IOException {
        if (access.merge(batch) > 0) {
            tellAll(new NewsMessages.Revoked(batch), Optional.of(from));
            leaveOut();
        }
    }

    /** Revokes a device at the wish of this node's user: the revoked one hears of it, too. */
    public void revoke(PeerId peer) throws IOException {
        byte[] known = access.knownRevocations();
        access.revoke(peer);
        tellAll(new NewsMessages.Revoked(access.missingRevocations(known)), Optional.empty());
        leaveOut();
    }

    private void leaveOut() {
        List<PeerId> gone = book
                .remove(entry -> access.judge(entry.chain().certificates()) instanceof Admission.Refused);
        gone.forEach(peer -> notice.accept(peer + " takes no part any more: it was revoked, or who let it in was"));
        host.revoked(gone);
    }

    private void tellAll(NewsMessages.News news, Optional<PeerId> except) {
        byte[] bytes = news.encode();
        host.connected().stream().filter(peer -> !Optional.of(peer).equals(except))
                .forEach(peer -> host.tell(peer, bytes));
    }
}
