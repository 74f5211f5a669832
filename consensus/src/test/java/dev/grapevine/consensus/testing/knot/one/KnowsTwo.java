package dev.grapevine.consensus.testing.knot.one;

import dev.grapevine.consensus.testing.knot.two.KnowsOne;

/** Half of a cycle between packages. */
public final class KnowsTwo {
    Object other(KnowsOne one) {
        return one;
    }
}
