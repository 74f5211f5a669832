package dev.grapevine.testbed.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The time for which the calling thread has had a core. Unlike the time on the wall, it does not grow while other
 * programs have the core, so that it can be measured on a machine that is used for other things as well.
 */
final class CoreTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CoreTime() {}

    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
