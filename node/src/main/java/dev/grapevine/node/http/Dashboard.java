package dev.grapevine.node.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page for people. Its script and its style are all that a browser may run for it: the policy has their hashes, so that
 * text from peers cannot become a part of the page. Thread-safe.
 */
final class Dashboard {

    private static final List<String> STYLES = List.of("colours.css", "page.css");
    /** In the order in which they use each other. */
    private static final List<String> SCRIPTS = List.of("format.js", "axes.js", "elements.js", "calls.js", "chart.js",
            "parts.js", "predict.js", "sheet.js", "page.js");

    private final byte[] page;
    private final String policy;

    /** @param page HTML with one script and one style, both inside it */
    Dashboard(String page) {
        this.page = page.getBytes(StandardCharsets.UTF_8);
        this.policy = "default-src 'none'; img-src data:; script-src " + hash(page, "script") + "; style-src "
                + hash(page, "style")
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** The page of this program, made from the parts in its folder. */
    static Dashboard read() {
        String style = together(STYLES);
        String script = "\"use strict\";\n" + together(SCRIPTS);
        return new Dashboard(part("page.html").replace("{{style}}", style).replace("{{script}}", script));
    }

    private static String together(List<String> names) {
        return names.stream().map(Dashboard::part).collect(Collectors.joining("\n"));
    }

    private static String part(String name) {
        try (InputStream part = Dashboard.class.getResourceAsStream("page/" + name)) {
            return new String(part.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The dashboard's " + name + " cannot be read", e);
        }
    }

    Answer answer() {
        return new Answer(200, "text/html; charset=utf-8", page, Map.of("Content-Security-Policy", policy));
    }

    private static String hash(String page, String element) {
        Matcher found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(page);
        if (!found.find()) {
            throw new IllegalArgumentException("The dashboard has no " + element);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(found.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
