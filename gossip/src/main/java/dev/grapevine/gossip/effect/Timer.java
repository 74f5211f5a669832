package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.message.ConversationKey;

/**
 * A timer, as a value that comes back. Timers are never cancelled: the receiver of one first checks whether it still
 * matters.
 */
public sealed interface Timer {

    /**
     * A conversation asked to be woken.
     *
     * @param what the number that it set the timer with
     */
    record OfConversation(ConversationKey key, int what) implements Timer {}

    /** There is room to send waiting frames. */
    record SendMore() implements Timer {}

    /** Training that waits for an exchange may go on, or an exchange may be started. */
    record GoOn() implements Timer {}

    /** The time of a leaving node for handing over has passed, or for waiting for what is unfinished. */
    record HurryLeaving() implements Timer {}
}
