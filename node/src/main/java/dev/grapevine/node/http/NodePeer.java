package dev.grapevine.node.http;

import java.util.Locale;

/**
 * One entry of the answer to {@code GET /peers}; the components are its keys.
 *
 * @param peer            the peer's identity
 * @param name            for people: its name, or the beginning of its identity
 * @param state           {@link State#word}
 * @param exchanges       finished exchanges with it since this process started, in either role
 * @param failedExchanges those that this node initiated and abandoned
 * @param lastExchangeSeconds time since the last finished one; null before the first
 */
public record NodePeer(String peer, String name, String state, long exchanges, long failedExchanges,
        Double lastExchangeSeconds) {

    /** How a peer is, as far as this node knows. */
    public enum State {
        /** It is there, and exchanges. */
        LIVE,
        /** It is there, but has not exchanged for a while. */
        SILENT,
        /** It does not answer, or has left. */
        SUSPECTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the peer is there. */
    boolean isThere() {
        return !state.equals(State.SUSPECTED.word());
    }
}
