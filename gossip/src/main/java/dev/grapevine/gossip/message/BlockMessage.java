package dev.grapevine.gossip.message;

/** A message about one block of the replica. Nobody gets to see one whose block the model does not have. */
public non-sealed interface BlockMessage extends Message {

    /** The number of the block, from 0. */
    int block();
}
