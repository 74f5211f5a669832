package dev.grapevine.gossip.message;

/** A {@link Message} that carries parameters, or sums of them. */
public interface PayloadMessage {

    /** In the form that its kind says: to be read, not changed. */
    byte[] payload();

    /** The same with other parameters. */
    Message withPayload(byte[] other);
}
