package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a status has, a strict reader reads its metrics. */
class PrometheusTextProperties {

    /** Names come from users and from peers. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withChars("\"\\\n\r\t{},=# \u0085\u2028aé").ofMaxLength(8));
    }

    @Provide
    Arbitrary<NodeStatus> statuses() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(Double.NaN,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e300)).injectNull(0.3);
        Arbitrary<Long> counts = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Map<String, Long>> limits = Arbitraries.maps(texts(), counts).ofMaxSize(4);
        return Combinators.combine(texts(), texts(), texts(), numbers, numbers, counts, limits)
                .as((name, model, phase, loss, accuracy, count, reached) -> new NodeStatus("0.2.0", "peer", name, count,
                        phase, model, "run", count, count, 5, loss, accuracy, loss, count, count, count, count, count,
                        List.of(name), 0, count, count, count, reached, 10, 1.5, count,
                        new NodeStatus.Device(loss, 1, 0, null, count, null, phase, 0), null, null, null, null));
    }

    @Property(tries = 300)
    void outputIsReadByAStrictReader(@ForAll("statuses") NodeStatus status) {
        MetricsReader.Metrics metrics = MetricsReader.read(PrometheusText.of(status));
        assertThat(metrics.samples()).containsEntry(new MetricsReader.Sample("grapevine_node_info",
                Map.of("node", sent(status.name()), "peer", "peer", "run", "run", "version", "0.2.0", "model",
                        sent(status.model()))),
                1.0);
        assertThat(metrics.samples().get(new MetricsReader.Sample("grapevine_train_loss", Map.of())))
                .isEqualTo(status.loss());
        assertThat(metrics.value("grapevine_steps_total")).isEqualTo((double) status.steps());
    }

    /** The rest of a text as UTF-8. */
    private static String sent(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
