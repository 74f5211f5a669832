package dev.grapevine.node.spare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.Future;

import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.words.Address;

/**
 * Looks for the newest spare copy of a device: asks the members that its user has named, then those that they name, and takes
 * the newest copy that the device's own key has made. What members say otherwise counts for nothing: a copy that is not what
 * was announced is left, and the next newest is tried. For one event loop; used once.
 */
public final class SpareSearch {

    /**
     * Copies that are fetched from members that others name: liars cost no more than that, and cannot hide the copy of a
     * member that the user names.
     */
    static final int FETCHES_MAX = 8;

    /** The members, asked for what they have; {@link SpareClient} asks them. */
    interface Members {

        Future<RestoreMessages.Answer> find(Address member);

        Future<byte[]> fetch(Address member, RestoreMessages.Offered offered);
    }

    /**
     * The outcome of a search.
     *
     * @param content   of the newest copy
     * @param label     of the same
     * @param known     the latest incarnation that the device's own key has signed or sealed, as far as anybody has told;
     *                  {@link Incarnations#UNKNOWN} without one
     * @param peers     where members are
     * @param answers   how many members have answered
     * @param isRevoked whether members say that the key was revoked, and nobody has a copy
     * @param notices   sentences for users
     */
    public record Outcome(Optional<SpareContent> content, Optional<CopyLabel> label, long known, List<Address> peers,
            int answers, boolean isRevoked, List<String> notices) {}

    private record Candidate(Address at, RestoreMessages.Offered offered, boolean isNamed) {}

    private final DeviceKey key;
    private final Members members;
    private final Map<Address, RestoreMessages.Answer> answers = new LinkedHashMap<>();
    private final Set<Address> others = new LinkedHashSet<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private long known = Incarnations.UNKNOWN;
    private boolean someSayRevoked;

    public SpareSearch(DeviceKey key, SpareClient client) {
        this(key, new Members() {
            @Override
            public Future<RestoreMessages.Answer> find(Address member) {
                return client.find(member);
            }

            @Override
            public Future<byte[]> fetch(Address member, RestoreMessages.Offered offered) {
                return client.fetch(member, offered);
            }
        });
    }

    SpareSearch(DeviceKey key, Members members) {
        this.key = key;
        this.members = members;
    }

    /** Asks. The future never fails. */
    public Future<Outcome> search(List<Address> named) {
        return askAll(named, true).compose(unused -> askAll(others.stream().filter(other -> !named.contains(other))
                .limit(RestoreMessages.MAX_OTHERS).toList(), false)).compose(unused -> {
                    candidates.sort(Comparator.comparing((Candidate one) -> one.offered().label(),
                            (one, other) -> one.isNewerThan(other) ? -1 : other.isNewerThan(one) ? 1 : 0));
                    return tryNext(0, 0);
                });
    }

    private Future<Void> askAll(List<Address> some, boolean isNamed) {
        return Future.join(some.stream().distinct().map(address -> members.find(address).onComplete(
                answer -> take(address, answer, isNamed), failure -> {
                    if (isNamed) {
                        notices.add("The node at " + address + " gives no answer: " + failure.getMessage());
                    }
                })).toList()).transform(unused -> Future.succeededFuture());
    }

    private void take(Address from, RestoreMessages.Answer answer, boolean isNamed) {
        answers.put(from, answer);
        switch (answer) {
            case RestoreMessages.Found found -> {
                others.addAll(found.others());
                found.copy().filter(offered -> offered.label().owner().equals(key.peer()))
                        .ifPresent(offered -> candidates.add(new Candidate(from, offered, isNamed)));
                SelfDescription.read(found.own()).filter(own -> own.peer().equals(key.peer()))
                        .ifPresent(own -> known = Math.max(known, own.incarnation()));
            }
            case RestoreMessages.Revoked _ -> someSayRevoked = true;
            case RestoreMessages.Piece _ -> notices.add("The node at " + from + " answers another question");
        }
    }

    /** @param fetched how many copies of members that others name were fetched before */
    private Future<Outcome> tryNext(int index, int fetched) {
        if (index == candidates.size()) {
            return Future.succeededFuture(outcome(Optional.empty(), Optional.empty()));
        }
        Candidate candidate = candidates.get(index);
        if (!candidate.isNamed() && fetched == FETCHES_MAX) {
            return tryNext(index + 1, fetched);
        }
        return members.fetch(candidate.at(), candidate.offered()).map(sealed -> opened(candidate, sealed))
                .recover(failure -> {
                    notices.add("The copy at " + candidate.at() + " cannot be used: " + failure.getMessage());
                    return tryNext(index + 1, candidate.isNamed() ? fetched : fetched + 1);
                });
    }

    /** @throws IllegalArgumentException if the copy is not the one that was announced, or was not made by this device */
    private Outcome opened(Candidate candidate, byte[] sealed) {
        CopyLabel label = SealedCopy.label(sealed);
        if (!label.equals(candidate.offered().label())) {
            throw new IllegalArgumentException("It is another one than was announced");
        }
        SpareContent content = SpareContent.decode(key, SealedCopy.open(key, sealed));
        CheckpointFile.decode(content.checkpoint());
        known = Math.max(known, label.incarnation());
        return outcome(Optional.of(content), Optional.of(label));
    }

    private Outcome outcome(Optional<SpareContent> content, Optional<CopyLabel> label) {
        List<Address> peers = new ArrayList<>(content.map(SpareContent::peers).orElse(List.of()));
        others.stream().filter(other -> !peers.contains(other)).forEach(peers::add);
        answers.keySet().stream().filter(other -> !peers.contains(other)).forEach(peers::add);
        return new Outcome(content, label, known, peers, answers.size(), someSayRevoked && content.isEmpty(), notices);
    }
}
