package dev.grapevine.gossip.journal;

import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.effect.Effect;

/**
 * Start parameters of the running round, derived from the events of one segment. Writer and reader of a journal derive
 * the same values, so that round results can be written as differences. Not thread-safe.
 */
final class RoundStart {

    private Optional<float[]> start = Optional.empty();

    /** Follows the effects of one step. */
    void stepped(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.StartRound round) {
                start = Optional.of(round.start());
            }
        }
    }

    /** Valid until the next step: the array belongs to the protocol. */
    Optional<float[]> values() {
        return start;
    }
}
