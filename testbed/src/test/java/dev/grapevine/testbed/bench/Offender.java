package dev.grapevine.testbed.bench;

/** Needs what runs clusters, as no benchmark may; shows that it would be found. */
public final class Offender {

    Object knowsTooMuch(dev.grapevine.testbed.collect.Offender running) {
        return running;
    }

    Object startsNodes(dev.grapevine.testbed.launch.NodeProcess node) {
        return node;
    }
}
