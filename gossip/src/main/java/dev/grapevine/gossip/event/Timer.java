package dev.grapevine.gossip.event;

import dev.grapevine.gossip.message.ConversationKey;

/**
 * A timer is a value that comes back. Timers are never cancelled: whoever receives one asks first whether it still
 * matters.
 */
public sealed interface Timer {

    /**
     * A conversation wanted to be woken.
     *
     * @param what the number that it gave
     */
    record OfConversation(ConversationKey key, int what) implements Timer {}

    /** There is room for frames that wait. */
    record SendMore() implements Timer {}

    /** Training that waits for an exchange may go on, or an exchange be started. */
    record GoOn() implements Timer {}

    /** A leaving node has waited long enough for what is unfinished. */
    record LeaveAnyway() implements Timer {}
}
