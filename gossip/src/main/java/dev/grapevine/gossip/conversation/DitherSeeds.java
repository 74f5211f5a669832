package dev.grapevine.gossip.conversation;

import dev.grapevine.gossip.peers.PeerId;

/** The seed that both ends of an exchange give to the codec, a different one for each block. */
public final class DitherSeeds {

    private DitherSeeds() {}

    public static int of(PeerId initiator, long incarnation, long sequence, int block) {
        long hash = initiator.text().hashCode();
        hash = hash * 0x9E37_79B9_7F4A_7C15L + incarnation;
        hash = hash * 0x9E37_79B9_7F4A_7C15L + sequence;
        hash = hash * 0x9E37_79B9_7F4A_7C15L + block;
        return (int) (hash ^ (hash >>> 32));
    }
}
