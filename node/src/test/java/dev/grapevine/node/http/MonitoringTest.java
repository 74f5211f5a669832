package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The dashboard, the alerts and their page keep to the metrics that there are. */
class MonitoringTest {

    private static final Path PAGE = Path.of("MONITORING.md");
    private static final Path DASHBOARD = Path.of("monitoring/grafana-dashboard.json");
    private static final Path ALERTS = Path.of("monitoring/alerts.yml");
    private static final Pattern METRIC = Pattern.compile("\\bgrapevine_[a-z_]+[a-z]\\b");

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper().readTree(ALERTS.toFile()).get("groups")
                .forEach(group -> group.get("rules").forEach(alerts::add));
        return alerts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONITORING.md", "monitoring/grafana-dashboard.json", "monitoring/alerts.yml"})
    void onlyPresentMetricsAreUsed(Path file) throws IOException {
        Set<String> present = MetricsReader.read(PrometheusText.of(SampleView.FULL)).types().keySet();
        assertThat(metrics(Files.readString(file))).isNotEmpty().isSubsetOf(present);
    }

    @Test
    void everyAlertHasWordsAndPatience() throws IOException {
        assertThat(alerts()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(alert -> {
            assertThat(alert.get("alert").asText()).startsWith("Grapevine");
            assertThat(alert.get("expr").asText()).isNotBlank();
            assertThat(alert.get("for").asText()).matches("[0-9]+[mh]");
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(alert.at("/annotations/summary").asText()).contains("{{ $labels.instance }}");
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
        });
    }

    @Test
    void pageListsEveryAlert() throws IOException {
        List<String> listed = Pattern.compile("(?m)^\\| `(Grapevine\\w+)` \\|").matcher(Files.readString(PAGE))
                .results().map(row -> row.group(1)).toList();
        assertThat(listed).containsExactlyElementsOf(alerts().stream().map(alert -> alert.get("alert").asText())
                .toList());
    }

    /** Grafana draws panels that lie over each other, or have no query, without a word. */
    @Test
    void panelsOfTheDashboardHaveQueriesAndAPlaceOfTheirOwn() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(DASHBOARD.toFile());
        List<JsonNode> panels = dashboard.get("panels").valueStream().toList();
        assertThat(panels).hasSizeGreaterThan(10).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("targets")).isNotEmpty()
                        .allSatisfy(query -> assertThat(query.get("expr").asText()).isNotBlank());
            }
        });
        assertThat(panels.stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
        assertThat(panels.stream().flatMap(panel -> squares(panel.get("gridPos")).stream())).doesNotHaveDuplicates();
    }

    private static List<String> squares(JsonNode place) {
        List<String> squares = new ArrayList<>();
        for (int x = place.get("x").asInt(); x < place.get("x").asInt() + place.get("w").asInt(); x++) {
            for (int y = place.get("y").asInt(); y < place.get("y").asInt() + place.get("h").asInt(); y++) {
                squares.add(x + "," + y);
            }
            assertThat(x).isBetween(0, 23);
        }
        return squares;
    }
}
