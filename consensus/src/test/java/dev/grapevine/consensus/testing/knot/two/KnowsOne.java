package dev.grapevine.consensus.testing.knot.two;

import dev.grapevine.consensus.testing.knot.one.KnowsTwo;

/** The other half of a cycle between packages. */
public final class KnowsOne {
    Object other(KnowsTwo two) {
        return two;
    }
}
