package dev.grapevine.gossip.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;

/**
 * One life of a node, from its start to its end.
 *
 * @param self        the node's identity, the same in all its lives
 * @param incarnation number of this life, from 1, higher than all before
 * @param kept        bytes that earlier lives have kept by {@link Effect.Persist}, by name
 */
public record NodeLife(PeerId self, long incarnation, SortedMap<String, byte[]> kept) {

    /** @throws IllegalArgumentException if peers would not accept the incarnation */
    public NodeLife {
        if (!FieldBytes.isIncarnation(incarnation)) {
            throw new IllegalArgumentException("life " + incarnation + ": allowed are 1 to "
                    + FieldBytes.INCARNATION_MAX);
        }
        kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
    }

    /** A life without kept bytes from earlier ones, or the same life again. */
    public static NodeLife of(PeerId self, long incarnation) {
        return new NodeLife(self, incarnation, Collections.emptySortedMap());
    }
}
