package dev.grapevine.node.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;

import dev.grapevine.gossip.lifecycle.Phase;

/** The answer to {@code GET /metrics}: a node's status in Prometheus's text format, version 0.0.4. Thread-safe. */
final class PrometheusText {

    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();
    /** The phase before the protocol's first. */
    private static final String STARTING = "starting";

    private PrometheusText() {}

    static byte[] of(NodeStatus status) {
        MetricFamilies families = new MetricFamilies();
        addNode(families, status);
        addLearning(families, status);
        addGossip(families, status);
        if (status.run() != null) {
            addRun(families, status.run());
        }
        addDevice(families, status.device());
        if (status.checkpoints() != null) {
            addCheckpoints(families, status.checkpoints());
        }
        if (status.security() != null) {
            addSecurity(families, status.security());
        }
        if (status.spare() != null) {
            addSpare(families, status.spare());
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            WRITER.write(text, families.all(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written to", e);
        }
        return text.toByteArray();
    }

    private static void addNode(MetricFamilies families, NodeStatus status) {
        families.info("grapevine_node_info", "The node, its run, the version of the program, and the model",
                Labels.of("node", status.name(), "peer", status.peer(), "run", status.runId(), "version",
                        status.version(), "model", status.model()))
                .flags("grapevine_phase", "1 for the phase that the node is in, 0 for the others", "phase",
                        phases(status.phase()))
                .gauge("grapevine_life", "How many times the node has been started", status.incarnation())
                .gauge("grapevine_uptime_seconds", "Time since this process started", status.uptimeSeconds())
                .counter("grapevine_failed_writes_total",
                        "Writes to the disk that failed since this process started, each try counted",
                        status.failedWrites());
    }

    private static Map<String, Boolean> phases(String present) {
        Map<String, Boolean> phases = new LinkedHashMap<>();
        phases.put(STARTING, false);
        Arrays.stream(Phase.values()).forEach(phase -> phases.put(phase.word().replace(' ', '_'), false));
        phases.put(present, true);
        return phases;
    }

    private static void addLearning(MetricFamilies families, NodeStatus status) {
        families.counter("grapevine_rounds_total", "Local rounds in the replica", status.rounds())
                .counter("grapevine_steps_total", "Local steps since the beginning of the run, over restarts",
                        status.steps())
                .gauge("grapevine_round_steps", "Local steps of the last round", status.localSteps())
                .gauge("grapevine_train_loss", "Mean training loss at the end of the last round", status.loss())
                .gauge("grapevine_judged_loss", "Mean loss of the served model at the last evaluation",
                        status.judgedLoss())
                .gauge("grapevine_accuracy",
                        "Accuracy of the served model at the last evaluation; R² where the model predicts a value",
                        status.accuracy())
                .gauge("grapevine_rows", "Rows that the node trains on", status.rows())
                .counter("grapevine_suspect_rounds_total",
                        "Local rounds of which nothing or only a part was published because they looked wrong",
                        status.suspectRounds())
                .counter("grapevine_clamped_values_total",
                        "Parameters clamped to their range since the beginning of the run", status.clampedValues());
    }

    private static void addGossip(MetricFamilies families, NodeStatus status) {
        families.gauge("grapevine_peers", "Peers that are not suspected", status.peers().size())
                .counter("grapevine_sent_bytes_total", "Bytes sent since this process started, framing included",
                        status.bytesSent())
                .counter("grapevine_received_bytes_total",
                        "Bytes received since this process started, framing included", status.bytesReceived())
                .counter("grapevine_dropped_frames_total", "Frames that were dropped instead of sent",
                        status.framesDropped())
                .counter("grapevine_exchanges_total", "Finished exchanges, in either role", status.exchanges())
                .counter("grapevine_failed_exchanges_total", "Exchanges that this node initiated and abandoned",
                        status.failedExchanges())
                .gauge("grapevine_unfinished_blocks", "Blocks whose exchange is under way", status.unfinishedBlocks())
                .counter("grapevine_faults_total", "Faults of peers", status.faults())
                .counters("grapevine_limits_reached_total",
                        "How often something was dropped, declined, cut or forgotten at a bound of the protocol",
                        "limit", status.limitsReached());
    }

    /** Each node has an estimate of its own of the whole run: they differ a little. */
    private static void addRun(MetricFamilies families, NodeStatus.Run run) {
        families.gauge("grapevine_run_nodes", "Nodes of the run that this node knows models of, itself included",
                run.nodes())
                .gauge("grapevine_run_accuracy",
                        "Mean accuracy of these nodes, as this node knows it; R² where the model predicts a value",
                        run.accuracy().mean())
                .gauge("grapevine_run_accuracy_spread", "Standard deviation of the accuracy between these nodes",
                        run.accuracy().spread())
                .gauge("grapevine_run_accuracy_error", "Standard error of the mean accuracy",
                        run.accuracy().error())
                .gauge("grapevine_run_loss", "Mean loss of these nodes, as this node knows it", run.loss().mean())
                .gauge("grapevine_run_loss_spread", "Standard deviation of the loss between these nodes",
                        run.loss().spread())
                .gauge("grapevine_run_loss_error", "Standard error of the mean loss", run.loss().error())
                .gauge("grapevine_run_rounds_fewest", "The fewest rounds of any of these nodes", run.roundsMin())
                .gauge("grapevine_run_rounds_most", "The most rounds of any of these nodes", run.roundsMax());
    }

    private static void addDevice(MetricFamilies families, NodeStatus.Device device) {
        families.counter("grapevine_cpu_seconds_total", "Processor time since this process started",
                device.cpuSeconds())
                .gauge("grapevine_cpu_limit_processors", "Processors that the node may use on average",
                        device.cpuLimit())
                .counter("grapevine_rested_seconds_total",
                        "Time for which training rested to keep the limit of processors", device.restedSeconds())
                .gauge("grapevine_resident_memory_bytes", "Resident memory at present", device.residentBytes())
                .gauge("grapevine_memory_limit_bytes", "Resident memory that the node may take",
                        device.memoryLimit())
                .gauge("grapevine_bandwidth_limit_bytes_per_second", "Bytes that the node may send in a second",
                        device.bandwidthLimit())
                .flag("grapevine_paused", "1 while training pauses", device.pausedFor() != null)
                .counter("grapevine_paused_seconds_total", "Time for which training has paused",
                        device.pausedSeconds());
    }

    private static void addCheckpoints(MetricFamilies families, NodeStatus.Checkpoints checkpoints) {
        families.gauge("grapevine_checkpoint_interval_seconds", "Time from one checkpoint to the next at present",
                checkpoints.intervalSeconds())
                .gauge("grapevine_checkpoint_age_seconds", "Time since the last checkpoint on disk was taken",
                        checkpoints.ageSeconds())
                .gauge("grapevine_checkpoint_cost_seconds", "Mean time that a checkpoint takes",
                        checkpoints.costSeconds());
    }

    private static void addSecurity(MetricFamilies families, NodeStatus.Security security) {
        families.gauge("grapevine_inviters", "Inviters that were met since this process started, itself included",
                security.inviters())
                .flag("grapevine_inviter", "1 if the node may let devices in", security.inviter())
                .gauge("grapevine_certificate_end_timestamp_seconds",
                        "When the node's certificates end, in seconds since 1970",
                        Instant.parse(security.certificateEnds()).getEpochSecond());
    }

    private static void addSpare(MetricFamilies families, NodeStatus.Spare spare) {
        families.gauge("grapevine_spare_copies_wanted", "Peers that have to keep a copy of this node's checkpoint",
                spare.wanted())
                .gauge("grapevine_spare_copies",
                        "Peers that have confirmed a copy of this node's checkpoint since this process started",
                        spare.keepers().size())
                .gauge("grapevine_spare_copy_bytes", "Size of the newest copy of this node's checkpoint",
                        spare.bytes())
                .gauge("grapevine_spare_copy_age_seconds", "Time since the newest copy that is kept was made",
                        spare.ageSeconds())
                .gauge("grapevine_kept_copies", "Copies that are kept here for others", spare.kept())
                .gauge("grapevine_kept_copies_bytes", "Size of all copies that are kept here", spare.keptBytes())
                .gauge("grapevine_kept_copies_oldest_seconds", "Time since the oldest copy that is kept here came",
                        spare.keptOldestSeconds())
                .counter("grapevine_refused_copies_total",
                        "What others wanted to have kept and was refused, or was no message", spare.refused());
    }
}
