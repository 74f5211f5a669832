package dev.grapevine.node.membership;

import java.time.Duration;

import com.hazelcast.config.Config;

/**
 * Hazelcast settings for small devices that come and go: one heartbeat a second, failures detected by how unusual a
 * silence is (phi accrual: N. Hayashibara et al., "The φ Accrual Failure Detector", SRDS 2004), split brains healed
 * within seconds, few threads.
 */
final class MembershipTuning {

    /** Time for joining a cluster, after which Hazelcast gives up and ends. */
    static final Duration JOIN_MAX = Duration.ofSeconds(20);

    private MembershipTuning() {}

    static void apply(Config config) {
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.heartbeat.failuredetector.type", "phi-accrual");
        config.setProperty("hazelcast.heartbeat.phiaccrual.failuredetector.threshold", "10");
        config.setProperty("hazelcast.heartbeat.phiaccrual.failuredetector.sample.size", "60");
        config.setProperty("hazelcast.heartbeat.phiaccrual.failuredetector.min.std.dev.millis", "500");
        // The pause that the detector accepts: a busy device that pauses is not dead.
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "8");
        // The half of a split brain that lost the oldest member asks all members before it goes on without it, and the
        // unreachable ones never answer.
        config.setProperty("hazelcast.mastership.claim.timeout.seconds", "5");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
        config.setProperty("hazelcast.member.list.publish.interval.seconds", "5");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.join.seconds", String.valueOf(JOIN_MAX.toSeconds()));
        config.setProperty("hazelcast.partition.count", "1");
        config.setProperty("hazelcast.operation.thread.count", "1");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.io.thread.count", "1");
        config.setProperty("hazelcast.event.thread.count", "1");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.setProperty("hazelcast.diagnostics.enabled", "false");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
    }
}
