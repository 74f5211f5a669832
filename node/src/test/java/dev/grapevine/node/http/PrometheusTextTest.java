package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.lifecycle.Phase;

class PrometheusTextTest {

    private final MetricsReader.Metrics full = MetricsReader.read(PrometheusText.of(SampleView.FULL));

    @Test
    void typeIsThatOfTheTextFormat() {
        assertThat(PrometheusText.TYPE).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    /** Users' dashboards and alerts rely on these names: to change one breaks them. */
    @Test
    void everyNumberOfAStatusIsAMetric() {
        Map<String, Double> numbers = new TreeMap<>();
        full.samples().forEach((sample, value) -> {
            if (sample.labels().isEmpty()) {
                numbers.put(sample.name().substring("grapevine_".length()), value);
            }
        });
        assertThat(numbers).isEqualTo(new TreeMap<>(Map.ofEntries(
                Map.entry("life", 3.0), Map.entry("uptime_seconds", 12.5), Map.entry("failed_writes_total", 9.0),
                Map.entry("rounds_total", 40.0), Map.entry("steps_total", 2560.0), Map.entry("round_steps", 64.0),
                Map.entry("train_loss", 0.25), Map.entry("judged_loss", 0.375), Map.entry("accuracy", 0.9),
                Map.entry("rows", 600.0), Map.entry("suspect_rounds_total", 6.0),
                Map.entry("clamped_values_total", 7.0), Map.entry("peers", 2.0),
                Map.entry("sent_bytes_total", 1_234_567_890_123.0), Map.entry("received_bytes_total", 200.0),
                Map.entry("dropped_frames_total", 2.0), Map.entry("exchanges_total", 31.0),
                Map.entry("failed_exchanges_total", 4.0), Map.entry("unfinished_blocks", 5.0),
                Map.entry("faults_total", 8.0), Map.entry("cpu_seconds_total", 11.25),
                Map.entry("cpu_limit_processors", 0.5), Map.entry("rested_seconds_total", 3.5),
                Map.entry("resident_memory_bytes", 123_456_789.0), Map.entry("memory_limit_bytes", 256_000_000.0),
                Map.entry("bandwidth_limit_bytes_per_second", 50_000.0), Map.entry("paused", 1.0),
                Map.entry("paused_seconds_total", 4.5), Map.entry("checkpoint_interval_seconds", 60.0),
                Map.entry("checkpoint_age_seconds", 12.25), Map.entry("checkpoint_cost_seconds", 0.125),
                Map.entry("inviters", 2.0), Map.entry("inviter", 1.0),
                Map.entry("certificate_end_timestamp_seconds", 1_795_858_200.0),
                Map.entry("spare_copies_wanted", 2.0), Map.entry("spare_copies", 1.0),
                Map.entry("spare_copy_bytes", 4096.0), Map.entry("spare_copy_age_seconds", 33.5),
                Map.entry("kept_copies", 3.0), Map.entry("kept_copies_bytes", 12_288.0),
                Map.entry("kept_copies_oldest_seconds", 44.5), Map.entry("refused_copies_total", 1.0),
                Map.entry("run_nodes", 3.0), Map.entry("run_accuracy", 0.875),
                Map.entry("run_accuracy_spread", 0.0625), Map.entry("run_accuracy_error", 0.03125),
                Map.entry("run_loss", 0.5), Map.entry("run_loss_spread", 0.25), Map.entry("run_loss_error", 0.125),
                Map.entry("run_rounds_fewest", 38.0), Map.entry("run_rounds_most", 41.0))));
    }

    @Test
    void textsAreLabels() {
        assertThat(full.samples()).containsEntry(new MetricsReader.Sample("grapevine_node_info",
                Map.of("node", "ann", "peer", "a38vesf4bcdefghjkmnpqrstvw", "run", "01K7ABCDEFGHJKMNPQRSTVWXYZ",
                        "version", "0.2.0", "model", "mlp:256,128")),
                1.0);
        assertThat(full.samples())
                .containsEntry(new MetricsReader.Sample("grapevine_limits_reached_total", Map.of("limit", "LINKS")),
                        3.0)
                .containsEntry(new MetricsReader.Sample("grapevine_limits_reached_total",
                        Map.of("limit", "WAITING_FRAMES")), 2.0);
    }

    @Test
    void oneOfAllPhasesIsThePresentOne() {
        Map<String, Double> phases = full.samples().entrySet().stream()
                .filter(sample -> sample.getKey().name().equals("grapevine_phase"))
                .collect(Collectors.toMap(sample -> sample.getKey().labels().get("phase"), Map.Entry::getValue));
        assertThat(phases).hasSize(Phase.values().length + 1).containsEntry("running", 1.0)
                .containsEntry("starting", 0.0).containsEntry("catching_up", 0.0);
        assertThat(phases.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1);
    }

    @Test
    void unknownNumbersAreLeftOut() {
        MetricsReader.Metrics some = MetricsReader.read(PrometheusText.of(SampleView.STATUS));
        assertThat(some.types()).containsKeys("grapevine_train_loss", "grapevine_checkpoint_interval_seconds")
                .doesNotContainKeys("grapevine_cpu_limit_processors", "grapevine_resident_memory_bytes",
                        "grapevine_checkpoint_age_seconds", "grapevine_certificate_end_timestamp_seconds",
                        "grapevine_spare_copies", "grapevine_run_nodes", "grapevine_limits_reached_total");
        assertThat(some.value("grapevine_paused")).isZero();
    }

    @Test
    void everyFamilyIsOfThisProgramAndSaysWhatItIs() {
        assertThat(full.types().keySet()).allMatch(name -> name.startsWith("grapevine_"));
        assertThat(full.helps()).allSatisfy((name, help) -> assertThat(help).as(name).hasSizeBetween(10, 120)
                .matches("[1A-Z].*[^.]"));
    }
}
