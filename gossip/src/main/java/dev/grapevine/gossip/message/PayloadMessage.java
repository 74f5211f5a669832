package dev.grapevine.gossip.message;

/** A {@link Message} with parameters, or with sums of them. */
public interface PayloadMessage {

    /** The bytes, in the format of its type: to be read, not changed. */
    byte[] payload();

    /** The same message with another payload. */
    Message withPayload(byte[] other);
}
