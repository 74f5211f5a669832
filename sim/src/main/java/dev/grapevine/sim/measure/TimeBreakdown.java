package dev.grapevine.sim.measure;

/**
 * One node's use of its time. Computing and waiting add up to the time that it was up; sending goes on beside both.
 *
 * @param computingNanos   time in training
 * @param waitingNanos     time up without computing
 * @param sendingNanos     time in which its outgoing link was busy
 * @param serialisingNanos processor time of the protocol and its codecs, as measured; 0 where it is not
 */
public record TimeBreakdown(long computingNanos, long waitingNanos, long sendingNanos, long serialisingNanos) {

    public TimeBreakdown {
        if (computingNanos < 0 || waitingNanos < 0 || sendingNanos < 0 || serialisingNanos < 0) {
            throw new IllegalArgumentException("No time is negative: computing " + computingNanos + ", waiting "
                    + waitingNanos + ", sending " + sendingNanos + ", serialising " + serialisingNanos);
        }
    }

    /** Time that the node was up. */
    public long upNanos() {
        return computingNanos + waitingNanos;
    }
}
