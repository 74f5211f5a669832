package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * Offers that were given up because no answer came in time. An answer that comes after all tells how long answers take:
 * without that, a node on very slow links would give every offer up too early, and never learn why. A pure machine; not for
 * several threads at once.
 */
public final class LateOffers {

    /** Of one peer the last one, and of so many peers. */
    public static final int PEERS_MAX = 64;

    private record Late(long sequence, Duration offeredAt) {}

    private final Map<PeerId, Late> late = new TreeMap<>();

    /** An offer is given up. Where too many are remembered already, it is not remembered. */
    public void gaveUp(PeerId peer, long sequence, Duration offeredAt) {
        if (late.size() < PEERS_MAX || late.containsKey(peer)) {
            late.put(peer, new Late(sequence, offeredAt));
        }
    }

    /** An answer came: how long it took, if it is to an offer that was given up. */
    public Optional<Duration> answered(PeerId peer, long sequence, Duration now) {
        Late offer = late.get(peer);
        if (offer == null || offer.sequence != sequence) {
            return Optional.empty();
        }
        late.remove(peer);
        return Optional.of(now.minus(offer.offeredAt));
    }

    /** The peer's life is over: it will not answer. */
    public void forget(PeerId peer) {
        late.remove(peer);
    }

    public void save(Output out) {
        out.writeVarInt(late.size(), true);
        late.forEach((peer, offer) -> {
            out.writeString(peer.text());
            out.writeVarLong(offer.sequence, true);
            out.writeLong(offer.offeredAt.toNanos());
        });
    }

    public void restore(Input in) {
        for (int left = BoundedInput.upTo(in, BoundedInput.remaining(in), "number of offers"); left > 0; left--) {
            late.put(new PeerId(in.readString()), new Late(in.readVarLong(true), Duration.ofNanos(in.readLong())));
        }
    }
}
