package dev.grapevine.node.spare;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.spare.SpareMessages.Stand;
import dev.grapevine.node.spare.SpareMessages.Verdict;

/**
 * Keeps copies for others: takes what they offer as far as there is room, a few copies at a time, part after part onto the
 * disk. An owner can put nothing in the place of what is newer, and nothing under another name than its own. For one thread,
 * which may wait for the disk.
 */
public final class CopyKeeper {

    static final int AT_ONCE_MAX = 4;
    /** The time for which a copy that is arriving may rest when others wait for its place. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    /** A copy that is arriving. */
    private static final class Arriving {
        private final SpareMessages.Offer offer;
        private final MessageDigest digest;
        private int received;
        private Duration heardAt;

        Arriving(SpareMessages.Offer offer, Duration now) {
            this.offer = offer;
            this.heardAt = now;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }

        Verdict takes() {
            return Verdict.on(offer.label(), Stand.TAKES, received);
        }

        Verdict says(Stand stand) {
            return Verdict.on(offer.label(), stand, received);
        }
    }

    private final PeerId run;
    private final Shelf shelf;
    private final Map<PeerId, Arriving> arriving = new LinkedHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    /** @param run the authority of this node's run */
    public CopyKeeper(PeerId run, Shelf shelf) {
        this.run = run;
        this.shelf = shelf;
    }

    /**
     * A peer told something that is for keepers.
     *
     * @param now  since the node's start
     * @param time for the age of copies
     * @return the answer, if there is one
     * @throws IOException if the disk does not take it; the copy is given up then
     */
    public Optional<Verdict> received(PeerId from, SpareMessages.Message message, Duration now, Instant time)
            throws IOException {
        try {
            return switch (message) {
                case SpareMessages.Offer offer -> Optional.of(offered(from, offer, now, time));
                case SpareMessages.Part part -> told(from, part, now, time);
                case SpareMessages.Release _ -> {
                    revoked(from);
                    yield Optional.empty();
                }
                case Verdict _ -> Optional.empty();
            };
        } catch (IOException e) {
            giveUp(from);
            throw e;
        }
    }

    /** Removes what a peer has here. */
    public void revoked(PeerId peer) throws IOException {
        arriving.remove(peer);
        shelf.remove(peer);
    }

    /** The number of offers and parts that were refused: too many, too large, too old, or not as announced. Any thread. */
    public long refused() {
        return refused.get();
    }

    private Verdict offered(PeerId from, SpareMessages.Offer offer, Duration now, Instant time) throws IOException {
        Optional<CopyLabel> present = shelf.of(from).map(Shelf.Kept::label);
        if (present.filter(offer.label()::equals).isPresent()) {
            return Verdict.on(offer.label(), Stand.KEEPS, offer.bytes());
        }
        Arriving known = arriving.get(from);
        if (known != null && known.offer.equals(offer)) {
            known.heardAt = now;
            return known.takes();
        }
        boolean mayCome = offer.label().owner().equals(from) && offer.label().run().equals(run)
                && present.filter(label -> !offer.label().isNewerThan(label)).isEmpty();
        if (!mayCome || !hasPlace(from, now) || !shelf.begin(from, offer.bytes(), time)) {
            refused.incrementAndGet();
            return Verdict.on(offer.label(), Stand.DECLINES, 0);
        }
        Arriving next = new Arriving(offer, now);
        arriving.put(from, next);
        return next.takes();
    }

    /** A copy that rests gives way. */
    private boolean hasPlace(PeerId from, Duration now) throws IOException {
        for (Iterator<Map.Entry<PeerId, Arriving>> each = arriving.entrySet().iterator(); each.hasNext();) {
            Map.Entry<PeerId, Arriving> one = each.next();
            if (one.getKey().equals(from) || now.minus(one.getValue().heardAt).compareTo(SILENCE_MAX) > 0) {
                each.remove();
                shelf.drop(one.getKey());
            }
        }
        return arriving.size() < AT_ONCE_MAX;
    }

    private Optional<Verdict> told(PeerId from, SpareMessages.Part part, Duration now, Instant time)
            throws IOException {
        Arriving copy = arriving.get(from);
        if (copy == null || copy.offer.label().generation() != part.generation()) {
            refused.incrementAndGet();
            return Optional.empty();
        }
        copy.heardAt = now;
        if (part.offset() != copy.received) {
            // Said again, since the answer was lost.
            return Optional.of(copy.takes());
        }
        boolean isFirst = part.offset() == 0;
        if (part.bytes().length != Math.min(SpareMessages.PART_BYTES, copy.offer.bytes() - part.offset())
                || isFirst && !Arrays.equals(part.bytes(), 0, CopyLabel.BYTES, copy.offer.label().encode(), 0,
                        CopyLabel.BYTES)) {
            return refuse(from, copy);
        }
        shelf.append(from, part.offset(), part.bytes());
        copy.digest.update(part.bytes());
        copy.received += part.bytes().length;
        if (copy.received < copy.offer.bytes()) {
            return Optional.of(copy.takes());
        }
        if (!MessageDigest.isEqual(copy.digest.digest(), copy.offer.digest())) {
            return refuse(from, copy);
        }
        shelf.finish(copy.offer.label(), copy.received, time);
        arriving.remove(from);
        return Optional.of(copy.says(Stand.KEEPS));
    }

    private Optional<Verdict> refuse(PeerId from, Arriving copy) throws IOException {
        refused.incrementAndGet();
        giveUp(from);
        return Optional.of(copy.says(Stand.DECLINES));
    }

    private void giveUp(PeerId from) throws IOException {
        arriving.remove(from);
        shelf.drop(from);
    }
}
