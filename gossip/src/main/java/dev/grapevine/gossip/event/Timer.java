package dev.grapevine.gossip.event;

import dev.grapevine.gossip.peers.PeerId;

/**
 * A timer is a value that comes back. Timers are never cancelled: whoever receives one asks first whether it still
 * matters.
 */
public sealed interface Timer {

    /** An initiated exchange may have to say something again. */
    record RetryExchange(PeerId peer, long sequence) implements Timer {}

    /** A responder may have to repeat replies that nobody acknowledged. */
    record RemindInitiator(PeerId peer, long sequence) implements Timer {}

    /** A joining node may have to ask again. */
    record RetryEnrolment() implements Timer {}

    /** There is room for frames that wait. */
    record SendMore() implements Timer {}

    /** A leaving node has waited long enough for what is unfinished. */
    record LeaveAnyway() implements Timer {}
}
