package dev.grapevine.node.spare;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.grapevine.gossip.peers.PeerId;

/**
 * Gets a node's newest spare copy to its keepers: one keeper after another, a part at a time, each part after the answer to the
 * one before and after a pause, so that gossip does not suffer. What is not answered is said again, three times; then another
 * peer is asked. The copy takes memory until all keepers have it. A pure machine. Not thread-safe.
 */
public final class Keepers {

    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    /** The node as this machine needs it. */
    @FunctionalInterface
    public interface Host {

        /** Tells a peer if it can; nobody says whether it has arrived. */
        void tell(PeerId to, byte[] news);
    }

    /** The keeper that is told the copy, and how far that is. */
    private static final class Transfer {
        private final PeerId to;
        /** The next byte to be told; negative until the offer is answered. */
        private int next = -1;
        private boolean isAnswered;
        private Duration toldAt;
        private int tries = 1;

        Transfer(PeerId to, Duration now) {
            this.to = to;
            this.toldAt = now;
        }
    }

    private final Supplier<Duration> pause;
    private final Host host;
    private final KeeperChoice choice;
    /** The newest copy that each keeper has confirmed. */
    private final Map<PeerId, CopyLabel> kept = new TreeMap<>();
    /** The newest copy; null before the first. */
    private SpareMessages.Offer newest;
    /** Null once all keepers have the newest copy. */
    private byte[] sealed;
    /** Null while nobody is told anything. */
    private Transfer transfer;

    /**
     * @param wanted how many peers have to keep a copy
     * @param pause  least time from one part to the next, asked each time
     */
    public Keepers(PeerId self, int wanted, Supplier<Duration> pause, Host host) {
        this.pause = pause;
        this.host = host;
        this.choice = new KeeperChoice(self, wanted);
    }

    /** There is a newer copy: from now on keepers are told this one. */
    public void offer(byte[] copy) {
        newest = new SpareMessages.Offer(SealedCopy.label(copy), copy.length, sha256(copy));
        sealed = copy;
        transfer = null;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Goes on; to be called several times a second while {@link #isBusy}, and now and then otherwise. */
    public void look(Duration now, Collection<PeerId> live) {
        choice.look(now, live);
        kept.keySet().retainAll(choice.keepers());
        if (sealed == null) {
            return;
        }
        if (transfer != null && !choice.keepers().contains(transfer.to)) {
            transfer = null;
        }
        if (transfer == null) {
            begin(now, live);
        } else if (transfer.isAnswered) {
            if (now.minus(transfer.toldAt).compareTo(pause.get()) >= 0) {
                tellPart(now);
            }
        } else if (now.minus(transfer.toldAt).compareTo(PATIENCE) >= 0) {
            sayAgain(now);
        }
    }

    private void begin(Duration now, Collection<PeerId> live) {
        List<PeerId> lacking = choice.keepers().stream().filter(peer -> !newest.label().equals(kept.get(peer)))
                .toList();
        if (lacking.isEmpty()) {
            sealed = null;
            if (!kept.isEmpty()) {
                byte[] release = new SpareMessages.Release().encode();
                choice.takeFormer(live).forEach(peer -> host.tell(peer, release));
            }
            return;
        }
        lacking.stream().filter(live::contains).findFirst().ifPresent(peer -> {
            transfer = new Transfer(peer, now);
            host.tell(peer, newest.encode());
        });
    }

    private void tellPart(Duration now) {
        int to = Math.min(sealed.length, transfer.next + SpareMessages.PART_BYTES);
        transfer.isAnswered = false;
        transfer.toldAt = now;
        host.tell(transfer.to, new SpareMessages.Part(newest.label().generation(), transfer.next,
                Arrays.copyOfRange(sealed, transfer.next, to)).encode());
    }

    private void sayAgain(Duration now) {
        if (transfer.tries == TRIES) {
            choice.giveUp(transfer.to, now);
            transfer = null;
            return;
        }
        transfer.tries++;
        if (transfer.next < 0) {
            transfer.toldAt = now;
            host.tell(transfer.to, newest.encode());
        } else {
            tellPart(now);
        }
    }

    /** A peer answered. What does not suit what it was told has no effect. */
    public void heard(PeerId from, SpareMessages.Verdict verdict, Duration now) {
        if (transfer == null || !transfer.to.equals(from) || transfer.isAnswered
                || verdict.incarnation() != newest.label().incarnation()
                || verdict.generation() != newest.label().generation()) {
            return;
        }
        switch (verdict.stand()) {
            case KEEPS -> {
                kept.put(from, newest.label());
                transfer = null;
            }
            case DECLINES -> {
                kept.remove(from);
                choice.giveUp(from, now);
                transfer = null;
            }
            case TAKES -> takes(verdict.next());
        }
    }

    /** Each answer brings the transfer forward by a part, so that no keeper holds it up for ever. */
    private void takes(int next) {
        boolean isFirst = transfer.next < 0;
        if (next < sealed.length && (isFirst || next == transfer.next + SpareMessages.PART_BYTES)) {
            transfer.next = next;
            transfer.isAnswered = true;
            transfer.tries = 1;
        }
    }

    /** A peer takes no part any more. */
    public void revoked(PeerId peer) {
        choice.remove(peer);
        kept.remove(peer);
    }

    /** Whether keepers are still told the newest copy. */
    public boolean isBusy() {
        return sealed != null;
    }

    /** Those who are asked to keep copies. */
    public List<PeerId> chosen() {
        return choice.keepers();
    }

    /** Those who have confirmed a copy of this node's present process. */
    public List<PeerId> confirmed() {
        return choice.keepers().stream().filter(kept::containsKey).toList();
    }

    /** Whether a keeper has confirmed none yet: a new one, after another was gone. */
    public boolean isAnyWithout() {
        return confirmed().size() < choice.keepers().size();
    }

    /** The size of the newest copy in bytes; empty before the first. */
    public Optional<Integer> bytes() {
        return Optional.ofNullable(newest).map(SpareMessages.Offer::bytes);
    }

    /** The newest copy that some keeper has confirmed. */
    public Optional<CopyLabel> newestKept() {
        return kept.values().stream().reduce((one, other) -> other.isNewerThan(one) ? other : one);
    }
}
