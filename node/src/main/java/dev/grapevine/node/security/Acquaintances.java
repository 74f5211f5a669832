package dev.grapevine.node.security;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The peers that were met after they were let in, and when last: at most {@value #MAX_PEERS}, the least recently met give
 * way. Not thread-safe.
 */
public final class Acquaintances {

    public static final int MAX_PEERS = 4096;

    private static final String KIND = "GRPVACQ1";
    static final int MAX_BYTES = CheckedBytes.HEAD_BYTES + Short.BYTES
            + MAX_PEERS * (1 + DeviceKey.PEER_LETTERS + Long.BYTES);

    /** The least recently met first. */
    private final SequencedMap<PeerId, Instant> lastMet = new LinkedHashMap<>();

    /** None yet. */
    public Acquaintances() {}

    /**
     * Remembers a peer that was let in.
     *
     * @throws IllegalArgumentException if its identity is no key's
     */
    public void met(PeerId peer, Instant now) {
        if (DeviceKey.fingerprint(peer).isEmpty()) {
            throw new IllegalArgumentException("The identity " + peer + " is no key's");
        }
        lastMet.putLast(peer, FieldWriter.second(now));
        if (lastMet.size() > MAX_PEERS) {
            lastMet.pollFirstEntry();
        }
    }

    public boolean knows(PeerId peer) {
        return lastMet.containsKey(peer);
    }

    /** The time at which a peer was last met, as a whole second. */
    public Optional<Instant> lastMet(PeerId peer) {
        return Optional.ofNullable(lastMet.get(peer));
    }

    public int size() {
        return lastMet.size();
    }

    /** All of them as bytes, for a file. */
    public byte[] encode() {
        FieldWriter out = new FieldWriter().number16(lastMet.size());
        lastMet.forEach((peer, when) -> out.text8(peer.text()).instant(when));
        return CheckedBytes.wrap(KIND, out.bytes());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static Acquaintances decode(byte[] bytes) {
        FieldReader in = new FieldReader(CheckedBytes.unwrap(KIND, bytes));
        Acquaintances read = new Acquaintances();
        int count = in.number16(MAX_PEERS, "acquaintances");
        for (int i = 0; i < count; i++) {
            read.met(new PeerId(in.text8(DeviceKey.PEER_LETTERS, "peer")), in.instant());
        }
        in.end();
        return read;
    }
}
