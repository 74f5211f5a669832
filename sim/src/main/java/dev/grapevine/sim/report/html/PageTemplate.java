package dev.grapevine.sim.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Puts styles, scripts and data into the places that {@code page.html} has for them. */
final class PageTemplate {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*\\R?");
    private static final String WEBJARS = "/META-INF/maven/org.webjars.npm/";

    /** The folder that the page of a node has its charts from, too. */
    private static final String SHARED = "/dev/grapevine/node/http/page/";

    private PageTemplate() {}

    static String fill(PageData data) {
        // One pass over the template: inserted text is not searched for placeholders.
        return PLACE.matcher(resource("page.html")).replaceAll(place -> Matcher.quoteReplacement(part(place.group(1),
                data)));
    }

    private static String part(String name, PageData data) {
        return switch (name) {
            case "style" -> resource(SHARED + "colours.css") + resource("page.css");
            case "libraries" -> library("chart.js", "chart.umd.min.js")
                    + library("chartjs-plugin-annotation", "chartjs-plugin-annotation.min.js");
            case "scripts" ->
                Stream.of(SHARED + "format.js", SHARED + "axes.js", "charts.js", "heatmap.js", "tables.js", "page.js")
                        .map(PageTemplate::resource).collect(Collectors.joining("\n"));
            case "data" -> json(data);
            default -> throw new IllegalStateException("page.html has a place '" + name + "' that nothing is for");
        };
    }

    /** JSON that may stand within a script element: nothing in it can end the element. */
    private static String json(PageData data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The data of a report cannot be written", e);
        }
    }

    /** A script from a WebJar, whose folder is named after its version. */
    private static String library(String name, String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(resource(WEBJARS + name + "/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String script = resource("/META-INF/resources/webjars/" + name + "/" + properties.getProperty("version")
                + "/dist/" + file);
        // A browser would look for the map beside the page.
        return SOURCE_MAP.matcher(script).replaceAll("");
    }

    private static String resource(String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
