package dev.grapevine.node.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.vertx.core.Future;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.MemberNews;
import dev.grapevine.node.security.MemberEntry;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.spare.RestoreMessages;
import dev.grapevine.node.spare.Shelf;
import dev.grapevine.node.spare.SpareDoor;
import dev.grapevine.node.words.Address;

/**
 * The answers of this node to a device that has lost its folder: its own copy, and the addresses of members. For one
 * event loop.
 */
final class SpareAnswers implements SpareDoor.Host {

    private final Equipment has;
    private final RunAccess access;
    private final MemberNews news;
    private final Supplier<Optional<Shelf>> shelf;
    private final NoticeLimit given = new NoticeLimit();

    /** @param shelf empty until the disk has been read */
    SpareAnswers(Equipment has, RunAccess access, MemberNews news, Supplier<Optional<Shelf>> shelf) {
        this.has = has;
        this.access = access;
        this.news = news;
        this.shelf = shelf;
    }

    @Override
    public Future<RestoreMessages.Answer> answer(PeerId device, RestoreMessages.Question question) {
        if (access.isRevoked(device)) {
            return Future.succeededFuture(new RestoreMessages.Revoked());
        }
        return switch (question) {
            case RestoreMessages.Find _ -> Future.succeededFuture(found(device));
            case RestoreMessages.Fetch fetch -> fetched(device, fetch);
        };
    }

    /** The answer to a search: only a device that was a member learns where members are. */
    private RestoreMessages.Found found(PeerId device) {
        Optional<Shelf.Kept> copy = shelf.get().flatMap(opened -> opened.of(device));
        Optional<MemberEntry> entry = news.of(device);
        List<Address> others = new ArrayList<>();
        if (copy.isPresent() || entry.isPresent() || access.hasMet(device)) {
            news.members().stream().map(MemberEntry::description).filter(other -> !other.peer().equals(device))
                    .forEach(other -> others.addAll(other.addresses()));
        }
        return new RestoreMessages.Found(copy.map(kept -> new RestoreMessages.Offered(kept.label(), kept.bytes())),
                entry.map(MemberEntry::signed).orElse(new byte[0]), others);
    }

    private Future<RestoreMessages.Answer> fetched(PeerId device, RestoreMessages.Fetch fetch) {
        Optional<Shelf> opened = shelf.get();
        if (opened.isEmpty() || !fetch.label().owner().equals(device)) {
            return Future.succeededFuture(new RestoreMessages.Piece(new byte[0]));
        }
        if (fetch.offset() == 0) {
            given.say(has.clock().now(), "Gives " + device + " the copy that it keeps for it, to be restored from")
                    .ifPresent(has.listener()::notice);
        }
        return has.disk().result(() -> new RestoreMessages.Piece(
                opened.get().read(fetch.label(), fetch.offset(), RestoreMessages.PIECE_BYTES)));
    }
}
