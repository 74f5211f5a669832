package dev.grapevine.node.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Collects metric families. A value that is null is unknown: its family is left out. Not thread-safe. */
final class MetricFamilies {

    private final List<MetricSnapshot> families = new ArrayList<>();

    /**
     * Adds what goes up and down.
     *
     * @param help one sentence for people, without a full stop
     */
    MetricFamilies gauge(String name, String help, Number value) {
        if (value != null) {
            families.add(GaugeSnapshot.builder().name(name).help(help).dataPoint(point(Labels.EMPTY, value)).build());
        }
        return this;
    }

    /** Adds 1 for true and 0 for false. */
    MetricFamilies flag(String name, String help, boolean value) {
        return gauge(name, help, value ? 1 : 0);
    }

    /** Adds a flag for each value of a label. */
    MetricFamilies flags(String name, String help, String label, Map<String, Boolean> values) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((of, value) -> family.dataPoint(point(Labels.of(label, of), value ? 1 : 0)));
        families.add(family.build());
        return this;
    }

    /**
     * Adds what only grows while the node's process runs.
     *
     * @param name ends in {@code _total}
     */
    MetricFamilies counter(String name, String help, Number value) {
        if (value != null) {
            families.add(CounterSnapshot.builder().name(name).help(help).dataPoint(count(Labels.EMPTY, value)).build());
        }
        return this;
    }

    /** Adds a counter for each value of a label. Without one the family is left out. */
    MetricFamilies counters(String name, String help, String label, Map<String, Long> values) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        values.forEach((of, value) -> family.dataPoint(count(Labels.of(label, of), value)));
        families.add(family.build());
        return this;
    }

    /**
     * Adds texts, as labels of a value that is always 1.
     *
     * @param name ends in {@code _info}
     */
    MetricFamilies info(String name, String help, Labels texts) {
        families.add(InfoSnapshot.builder().name(name).help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(texts).build()).build());
        return this;
    }

    private static GaugeDataPointSnapshot point(Labels labels, Number value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build();
    }

    private static CounterDataPointSnapshot count(Labels labels, Number value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value.doubleValue()).build();
    }

    MetricSnapshots all() {
        return new MetricSnapshots(families);
    }
}
