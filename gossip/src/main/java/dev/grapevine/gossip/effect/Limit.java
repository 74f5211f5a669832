package dev.grapevine.gossip.effect;

/**
 * A bound of the protocol beyond which something is dropped, declined, cut or forgotten; {@code PROTOCOL.md} says what.
 * Bounds beyond which something only waits, and those whose crossing is a fault, are not among them.
 */
public enum Limit {

    /** Frames of a peer that is ignored because of its faults. */
    BAN(1, "frames of a peer that is ignored for its faults", false),
    /** Frames that wait to be sent, with a bandwidth limit. */
    WAITING_FRAMES(2, "frames that wait to be sent", false),
    /** Peers whose faults are remembered. */
    REMEMBERED_FAULTS(3, "peers whose faults are remembered", false),
    /** Blocks that are unfinished, or reserved for a conversation. */
    RESERVED_BLOCKS(4, "unfinished and reserved blocks", true),
    /** Exchanges that the node answers, with a bandwidth limit. */
    ANSWERED_EXCHANGES(5, "exchanges that are answered", true),
    /** Requests of one exchange that wait or could not be decoded. */
    KEPT_REQUESTS(6, "requests that are kept", true),
    /** Offers that were given up, whose late answers would be measured. */
    LATE_OFFERS(7, "given up offers that are remembered", true),
    /** Links with memory. */
    LINKS(8, "links", false),
    /** Rounds by which a peer may differ. */
    ROUNDS_APART(9, "difference in rounds", true),
    /** The distance by which one message may move a parameter. */
    MOVEMENT(10, "movement by one message", true),
    /** Bytes of the sums of one node, or of all. */
    SUMS(11, "bytes of sums", false),
    /** The time for which a founder waits for sums. */
    SUMS_WAIT(12, "wait for sums", false),
    /** The number of times that a copy is to be compared later. */
    COMPARISONS(13, "looks of a later comparison", false);

    private final int number;
    private final String words;
    private final boolean everyday;

    Limit(int number, String words, boolean everyday) {
        this.number = number;
        this.words = words;
        this.everyday = everyday;
    }

    /** The number in hashes of effects, which stays. */
    int number() {
        return number;
    }

    /** The bound, in plain words. */
    public String words() {
        return words;
    }

    /** Whether healthy runs reach it, too: users are not told. */
    public boolean isEveryday() {
        return everyday;
    }
}
