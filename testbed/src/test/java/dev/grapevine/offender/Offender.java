package dev.grapevine.offender;

import dev.grapevine.testbed.launch.Cluster;

/** Needs the testbed, as no module below it may; shows that it would be found. */
public final class Offender {

    Object needsTheTestbed(Cluster cluster) {
        return cluster;
    }
}
