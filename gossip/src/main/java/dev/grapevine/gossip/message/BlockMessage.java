package dev.grapevine.gossip.message;

/** A message about one block of the replica. It is delivered only if the model has that block. */
public non-sealed interface BlockMessage extends Message {

    /** The number of the block, from 0. */
    int block();
}
