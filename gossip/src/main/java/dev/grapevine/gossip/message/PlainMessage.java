package dev.grapevine.gossip.message;

/** A message that is about no block. */
public non-sealed interface PlainMessage extends Message {}
