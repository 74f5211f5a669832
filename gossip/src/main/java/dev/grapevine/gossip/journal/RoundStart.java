package dev.grapevine.gossip.journal;

import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.effect.Effect;

/**
 * Where the round that is running started, as far as the events of one segment tell: the same for who writes a journal
 * and who replays it, so that results of rounds need not be written whole. Not for several threads at once.
 */
final class RoundStart {

    private Optional<float[]> start = Optional.empty();

    /** A step of the protocol had these effects. */
    void stepped(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.StartRound round) {
                start = Optional.of(round.start());
            }
        }
    }

    /** Read before the next step only: the array is the protocol's. */
    Optional<float[]> values() {
        return start;
    }
}
